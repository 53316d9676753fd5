// Whether somebody stays at the desk: who is here keeps the cases, who is away or leaves gives them back, and who comes
// back finds the case and the note again.

import { isOurs } from "./holds.js";
import { Presence } from "./presence.js";
import { noteOf, writeNote } from "./shown.js";

const RENEW_EVERY = 60_000;
const IDLE = 5 * 60_000;
const LEFT = "fairword.left";

export class Stay {
  #root;
  #service;
  #holds;
  #line;
  #shown;
  #strip;
  #onBack;
  #leaving = false;

  // `onBack()` when somebody is back at a case that is ours.
  constructor(root, { service, holds, line, shown, strip, onBack }) {
    this.#root = root;
    this.#service = service;
    this.#holds = holds;
    this.#line = line;
    this.#shown = shown;
    this.#strip = strip;
    this.#onBack = onBack;
    const presence = new Presence({ idle: IDLE, onAway: () => this.#away(), onBack: () => this.back() });
    setInterval(() => presence.isHere && this.#renew(), RENEW_EVERY);
    addEventListener("pagehide", () => this.#leave());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
  }

  begin() {
    if (this.#wasLeft()) this.back();
    else if (this.#shown.isOurs) this.#onBack();
  }

  // Who comes back, or loads the page again, gets the case on it once more, unless somebody took it meanwhile.
  async back() {
    this.#root.classList.remove("away");
    const before = this.#shown.file;
    if (!before) return;
    // A page that is left gives its case back, perhaps only after this one was loaded: not what is taken now.
    if (this.#shown.isOurs) await this.#service.release(before.dataset.id, before.dataset.token).catch(() => {});
    await this.#holds.retake(before);
    const file = await this.#service.file(before.dataset.id).catch(() => null);
    if (!file) return;
    const note = noteOf(before);
    const isKept = writeNote(file, note);
    if (this.#shown.file === before) {
      this.#shown.show(file, { focus: false });
      if (note && !isKept) this.#strip.trouble(new Error("The case is no longer yours."), { note });
    } else { // another is shown meanwhile: this one waits, with the token that it has now
      this.#line.drop([before.dataset.id]);
      if (isOurs(file)) this.#line.putFirst(file);
    }
    if (this.#shown.isOurs) this.#onBack();
  }

  // A case has turned out not to be ours any more.
  async lost(file) {
    if (file === this.#shown.file) await this.back();
    else this.#line.drop([file.dataset.id]);
  }

  // Whether this tab left this very case; the note goes on where it stopped, also after signing in again.
  #wasLeft() {
    const { by, id, note } = JSON.parse(sessionStorage.getItem(LEFT) ?? "{}");
    sessionStorage.removeItem(LEFT);
    if (by !== this.#root.dataset.me || id !== this.#shown.file.dataset.id) return false;
    if (note) writeNote(this.#shown.file, note);
    return true;
  }

  async #renew() {
    await this.#holds.renew([...this.#line.held, ...(this.#shown.isOurs ? [this.#shown.file] : [])]);
  }

  #away() {
    this.#giveBack();
    this.#root.classList.add("away");
    if (this.#shown.file) this.#holds.signGivenBack(this.#shown.file);
  }

  #leave() {
    if (this.#leaving) return;
    this.#leaving = true;
    if (this.#shown.isOurs) {
      const { id } = this.#shown.file.dataset;
      const left = { by: this.#root.dataset.me, id, note: noteOf(this.#shown.file) };
      sessionStorage.setItem(LEFT, JSON.stringify(left));
    }
    this.#giveBack();
  }

  #giveBack() {
    this.#line.clear();
    if (this.#shown.isOurs) this.#holds.release(this.#shown.file);
  }
}
