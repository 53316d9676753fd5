// The form: from what is typed to what became of it. Whatever fails, the text stays.

const RIPE_MOST_MS = 5_000; // whatever the clock of the reader's machine did since

class Form {
  constructor(host, service, thread) {
    Object.assign(this, { host, service, thread });
    this.draft = new Draft(service.key);
    this.attempts = new Attempts(service, this.draft);
    this.fields = new Fields(host, () => this.keep());
    this.notice = new Notice(host);
    this.label = make("span", {}, spoken(host, "post"));
    this.button = make("button", { part: "post" }, this.label);
    this.replying = make("p", { part: "replying", hidden: "" });
    this.element = make("form", { novalidate: "", part: "form",
      submit: (event) => (event.preventDefault(), this.send()),
      focusin: () => this.refresh() },
      this.replying, ...this.fields.rows, this.button, this.notice.element);
    this.home = make("div", {}, this.element);
    this.restore();
  }

  restore() {
    const { name, email, text, parent, token } = this.draft.read();
    this.token = token;
    for (const [field, value] of Object.entries({ name, email, text })) {
      const typed = this.host.querySelector(`:scope form [name=${field}]`)?.value;
      if (this.fields[field]) this.fields[field].value = typed || value || "";
    }
    if (parent && text) this.setParent(parent);
    this.fields.recount();
  }

  keep() {
    const { name, email, text } = this.fields;
    this.draft.keep({ name: name.value, email: email?.value, text: text.value, parent: this.parent });
  }

  // Resolves when it is known whether the article takes comments, with a token that is not getting old.
  refresh() {
    if (!(Date.now() < this.askAgainAt)) this.asked = this.inquire();
    return this.asked;
  }

  async inquire() {
    this.askAgainAt = Date.now() + PATIENCE_MS;
    const { status, body } = await this.service.form();
    if (status !== 200) return;
    if (!body.open) this.close();
    this.askAgainAt = Date.now() + body.valid_s * 500;
    if (Date.now() < this.token?.until) return;
    this.token = { word: body.token, until: this.askAgainAt, ripeAt: Date.now() + body.wait_s * 1_000 };
    this.draft.keep({ token: this.token });
  }

  // Resolves when the comment can go: sent sooner after the form was given out, it looks like a program's.
  async ripe() {
    await this.refresh();
    const left = (this.token?.ripeAt ?? 0) - Date.now();
    if (left > 0) await new Promise((ripen) => setTimeout(ripen, Math.min(left, RIPE_MOST_MS)));
  }

  close() {
    if (this.fields.text.value) return this.notice.show("bad", spoken(this.host, "closed"));
    this.thread.close();
    this.home.replaceChildren(make("p", { part: "note" }, spoken(this.host, "closed")));
  }

  // Answers a comment, under it; without one, writes to everybody.
  setParent(parent) {
    this.parent = parent;
    this.replying.hidden = !parent;
    if (parent) {
      const everybody = make("button", { type: "button", part: "quiet cancel", click: () => this.cancel() },
        spoken(this.host, "everybody"));
      this.replying.replaceChildren(`${spoken(this.host, "replying")} `, named(parent.name), " ", everybody);
    }
    moveTo(this.thread.place(parent?.id) ?? this.home, this.element);
    this.keep();
  }

  reply(parent) {
    this.notice.clear();
    this.setParent(parent);
    this.fields.text.focus();
  }

  cancel() {
    const { id } = this.parent;
    this.setParent(undefined);
    this.fields.text.focus();
    this.thread.focusReply(id);
  }

  get body() {
    const { name, email, text } = this.fields;
    const canonical = document.querySelector("link[rel=canonical]")?.href;
    const given = (attribute) => this.host.getAttribute(attribute);
    return JSON.stringify({
      site: this.service.site || undefined,
      article_id: given("article-id"),
      article_url: given("article-url") || canonical || location.href.replace(/[?#].*/, ""),
      article_title: (given("article-title") || document.title).slice(0, 300) || undefined,
      parent_id: this.parent?.id,
      author: { name: name.value, email: (email && email.value) || undefined },
      text: text.value,
    });
  }

  async send() {
    if (this.isBusy) return;
    const wrong = this.fields.check();
    const isFine = !Object.keys(wrong).length;
    this.notice.clear();
    this.fields.blame(wrong);
    if (!isFine) return this.notice.show("bad", spoken(this.host, "wrong"));
    this.setBusy(true, "posting");
    await this.ripe();
    const proof = `${this.token?.word ?? ""}${this.fields.trap.value ? "; filled" : ""}`;
    const answer = await this.attempts.send(this.body, proof);
    this.setBusy(false, "post");
    this.tell(answer);
    if (answer.status !== 422) this.notice.element.scrollIntoView({ block: "nearest" });
  }

  setBusy(isBusy, word) {
    this.isBusy = this.fields.locked = isBusy;
    setUsable(this.button, !isBusy);
    this.label.textContent = spoken(this.host, word);
  }

  tell({ status, body, waitS }) {
    if (status === 201) return this.taken(body);
    if (waitS || body.code === UNDER_WAY) return this.wait(status === 429 ? "wait" : "busy", waitS || 2);
    if (status === 422 && body.errors) return this.wrong(body.errors);
    const word = { 0: "no-answer", 413: "too-long" }[status]
      ?? (status >= 500 || !body.detail ? "failed" : "");
    this.notice.show("bad", word ? spoken(this.host, word) : told(this.host, body.code, body.detail));
  }

  taken(comment) {
    const isRefused = comment.status === "rejected";
    this.notice.stand({ ...comment, text: this.fields.text.value }, comment.status_url);
    this.draft.keep({ receipt: comment.status === "approved" ? undefined : comment.status_url });
    if (comment.status === "approved") this.thread.add({ ...comment, author: { name: this.fields.name.value.trim() },
      text: this.fields.text.value.trim(), parent_id: this.parent?.id });
    if (!isRefused) this.fields.text.value = "";
    this.fields.recount();
    this.keep();
    const detail = { id: comment.id, status: comment.status };
    this.host.dispatchEvent(new CustomEvent("fairword-sent", { bubbles: true, detail }));
  }

  wait(word, seconds) {
    this.setBusy(true, "post");
    this.fields.locked = false;
    this.notice.countDown(word, seconds, () => this.setBusy(false, "post"));
  }

  wrong(errors) {
    const sentences = errors.map(({ field, message }) => [field.replace("author.", ""), message]);
    const others = this.fields.blame(Object.fromEntries(sentences));
    this.notice.show("bad", spoken(this.host, "wrong"), ...others.map((each) => make("p", { dir: "auto" }, each)));
  }

  // Says what became of the last comment, which the browser or the address (after the plain form) remembers.
  async recall(address = this.draft.read().receipt) {
    const { status, body } = address ? await ask(address) : {};
    if (status === 200) this.notice.stand(body, address);
    if (status === 404 || body?.status === "approved") this.draft.keep({ receipt: undefined });
  }
}
