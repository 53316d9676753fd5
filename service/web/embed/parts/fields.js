// Name, e-mail address if the page asks for it, and text: each with a label and a place for what is wrong with it.

const TEXT_MAX = 10_000;
const NEAR = 1_000;

class Fields {
  constructor(host, onInput) {
    this.host = host;
    this.wrong = {};
    this.name = this.input("name", { autocomplete: "name", maxlength: 200 });
    this.email = host.hasAttribute("ask-email") && this.input("email", { type: "email", autocomplete: "email" });
    this.text = this.input("text", { rows: 5 }, "textarea");
    this.trap = make("input", { name: "fairword_website", autocomplete: "off", tabindex: "-1" });
    this.count = make("span", { "aria-hidden": "true" });
    this.countAloud = make("span", { part: "unseen", "aria-live": "polite" });
    this.rows = [this.row("name"), ...(this.email ? [this.row("email")] : []), this.row("text", this.counter()),
      make("div", { part: "unseen", "aria-hidden": "true" }, make("label", {}, spoken(host, "trap"), this.trap))];
    for (const field of this.all) field.addEventListener("input", () => (this.recount(), onInput()));
  }

  get all() {
    return [this.name, this.email, this.text].filter(Boolean);
  }

  input(name, attributes, tag = "input") {
    return make(tag, { id: name, name, dir: "auto", part: "field", ...attributes,
      "aria-required": name === "email" ? null : "true", "aria-describedby": `${name}-wrong` });
  }

  row(name, ...more) {
    this.wrong[name] = make("p", { id: `${name}-wrong`, part: "wrong", hidden: "" });
    return make("div", { part: "row" },
      make("label", { for: name, part: "label" }, spoken(this.host, name)), this[name], this.wrong[name], ...more);
  }

  counter() {
    return make("p", { part: "count" }, this.count, this.countAloud);
  }

  // The service counts characters, not the halves of them that JavaScript counts.
  get left() {
    const { length } = this.text.value;
    return length < TEXT_MAX - NEAR ? TEXT_MAX : TEXT_MAX - [...this.text.value.trim()].length;
  }

  // Near the limit the eye follows each letter, a screen reader is told now and then.
  recount() {
    const { left } = this;
    const sentence = left > NEAR ? "" : spoken(this.host, left < 0 ? "over" : "left", { n: Math.abs(left) });
    const step = Math.ceil(left / 100);
    this.count.textContent = sentence;
    if (step !== this.step) this.countAloud.textContent = sentence;
    this.step = step;
  }

  // Returns what is wrong by itself, before anything is sent: field → sentence.
  check() {
    const wrong = {};
    if (!this.name.value.trim()) wrong.name = spoken(this.host, "no-name");
    if (!this.text.value.trim()) wrong.text = spoken(this.host, "no-text");
    if (this.left < 0) wrong.text = spoken(this.host, "over", { n: -this.left });
    return wrong;
  }

  // Shows a sentence at each field that is wrong, goes to the first, and returns the sentences without a field.
  blame(wrong) {
    for (const field of this.all) {
      const sentence = wrong[field.name];
      this.wrong[field.name].textContent = sentence ?? "";
      this.wrong[field.name].hidden = !sentence;
      if (sentence) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
    this.all.find((field) => wrong[field.name])?.focus();
    return Object.entries(wrong).filter(([name]) => !this.wrong[name]).map(([, sentence]) => sentence);
  }

  set locked(isLocked) {
    for (const field of this.all) field.readOnly = isLocked;
  }
}
