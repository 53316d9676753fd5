// The approved comments, oldest first, replies under what they reply to.

const DEEPEST = 3;

class Thread {
  constructor(host, service, onReply) {
    this.host = host;
    this.service = service;
    this.onReply = onReply;
    this.shown = new Map();
    this.note = make("p", { "aria-live": "polite", part: "note" });
    this.list = make("ol", { part: "comments", "aria-label": spoken(host, "comments") });
    this.button = make("button", { type: "button", part: "more", hidden: "", click: () => this.more() });
    this.element = make("section", { part: "thread" }, this.note, this.list, this.button);
  }

  // Shows the next page; whoever asked for it by the button goes on reading at its first comment.
  async more() {
    if (this.isLoading) return;
    const byButton = !this.button.hidden;
    this.isLoading = true;
    setUsable(this.button, false);
    if (!byButton) this.note.textContent = spoken(this.host, "loading");
    const { status, body } = await this.service.comments(this.next, this.host.getAttribute("page-size"));
    this.isLoading = false;
    setUsable(this.button, true);
    if (status === 200) this.page(body, byButton);
    else this.fail();
  }

  page({ comments, next }, byButton) {
    const fresh = comments.filter((comment) => !this.shown.has(comment.id));
    fresh.forEach((comment) => this.add(comment));
    this.next = next;
    this.note.textContent = this.shown.size ? "" : this.none;
    if (byButton) this.focus(fresh[0]?.id ?? [...this.shown.keys()].pop());
    this.offer(next ? "more" : "");
  }

  fail() {
    this.note.textContent = spoken(this.host, "not-loaded");
    this.offer("again");
  }

  offer(word) {
    if (word) this.button.textContent = spoken(this.host, word);
    this.button.hidden = !word;
  }

  // From now on nobody can reply, or be the first.
  close() {
    if (this.note.textContent === this.none) this.note.textContent = "";
    this.element.classList.add("closed");
  }

  get none() {
    return this.element.classList.contains("closed") ? "" : spoken(this.host, "none");
  }

  add(comment) {
    if (this.shown.has(comment.id)) return;
    const parent = this.shown.get(comment.parent_id);
    const place = !parent ? this : parent.depth < DEEPEST ? parent : parent.above;
    const replies = make("ol");
    const item = make("li", { part: "comment" }, this.article(comment, parent && place !== parent && parent), replies);
    this.shown.set(comment.id, { item, list: replies, comment, above: place, depth: (place.depth ?? 0) + 1 });
    place.list.append(item);
    this.note.textContent = "";
  }

  article({ id, author, text, created_at: at, parent_id: parentId }, parent) {
    const by = make("p", { part: "by" }, make("strong", {}, named(author.name)), " ");
    if (parent) by.append(`${spoken(this.host, "in-reply")} `, named(parent.comment.author.name), " ");
    by.append(make("time", { datetime: at, part: "time" }, this.time(at)));
    const number = { n: this.shown.size + 1 };
    const label = spoken(this.host, "reply-to", number);
    const reply = () => this.onReply({ id, name: author.name });
    return make("article", { tabindex: "-1", "aria-label": spoken(this.host, "comment", number) }, by,
      make("p", { dir: "auto", part: "words" }, text),
      make("button", { type: "button", part: "quiet reply", "aria-label": label, click: reply },
        spoken(this.host, "reply")));
  }

  time(at) {
    const style = { dateStyle: "medium", timeStyle: "short" };
    try {
      return new Intl.DateTimeFormat(this.host.closest("[lang]")?.lang || undefined, style).format(new Date(at));
    } catch {
      return new Date(at).toLocaleString();
    }
  }

  focus(id) {
    this.shown.get(id)?.item.firstElementChild.focus();
  }

  focusReply(id) {
    this.shown.get(id)?.item.querySelector("button").focus();
  }

  place(id) {
    return this.shown.get(id)?.item;
  }
}
