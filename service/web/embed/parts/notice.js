// Where the comment is, or why it is not posted: read out when it changes, and counting down while it must wait.

class Notice {
  constructor(host) {
    this.host = host;
    this.element = make("div", { role: "status", part: "notice" });
  }

  show(kind, sentence, ...more) {
    clearInterval(this.timer);
    setPart(this.element, `notice ${kind}`);
    this.element.replaceChildren(...(sentence ? [make("p", {}, make("strong", {}, sentence))] : []), ...more);
  }

  clear() {
    this.show("");
  }

  // Says where a comment stands, why, and where its author can follow it.
  stand({ status, reasons, text }, address) {
    const kind = { approved: "good", rejected: "bad" }[status] ?? "wait";
    const why = reasons.map(({ code, message }) => make("li", { dir: "auto" }, told(this.host, code, message)));
    const link = make("a", { href: address, part: "status" },
      spoken(this.host, status === "rejected" ? "appeal" : "status"));
    this.show(kind, spoken(this.host, status), make("ul", {}, ...(status === "approved" ? [] : why)),
      make("p", { dir: "auto", part: "words" }, status === "pending" ? text : ""), make("p", {}, link));
  }

  // A screen reader hears the first second and the end, the eye sees each.
  countDown(word, seconds, onEnd) {
    const end = Date.now() + seconds * 1_000;
    const sentence = (n) => spoken(this.host, word, { n });
    const shown = make("strong", { "aria-hidden": "true" }, sentence(seconds));
    this.show("wait", "", make("p", {}, shown, make("span", { part: "unseen" }, sentence(seconds))));
    this.timer = setInterval(() => {
      const left = Math.ceil((end - Date.now()) / 1_000);
      if (left > 0) shown.textContent = sentence(left);
      else this.#end(word), onEnd();
    }, 250);
  }

  // Only who waited for a limit is sure to be let in.
  #end(word) {
    if (word === "wait") this.show("good", spoken(this.host, "ready"));
    else this.show("wait", spoken(this.host, "retry"));
  }
}
