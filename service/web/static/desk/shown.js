// The case that is shown: where it stands on the page, and what is written and chosen there.

import { isOurs } from "./holds.js";

export class Shown {
  #root;
  #holds;
  #file;

  constructor(root, holds) {
    this.#root = root;
    this.#holds = holds;
    this.#file = root.querySelector(".case");
    this.#prepare(this.#file);
  }

  // The page's part that shows it; null once there is no case to show.
  get file() {
    return this.#file;
  }

  get isOurs() {
    return isOurs(this.#file);
  }

  show(file, { focus = true } = {}) {
    this.#prepare(file);
    if (this.#file !== file) this.#root.querySelector(".case").replaceWith(file);
    this.#file = file;
    this.#holds.takeCopies(file);
    history.replaceState(null, "", file.dataset.path);
    document.title = file.dataset.title;
    document.dispatchEvent(new Event("fairword:shown"));
    if (focus) {
      file.querySelector("h1").focus({ preventScroll: true });
      scrollTo(0, 0);
    }
  }

  // It is decided, and no other follows.
  end() {
    this.#file = null;
  }

  #prepare(file) {
    for (const button of this.#root.querySelectorAll("[data-act]")) button.hidden = false;
    for (const button of file.querySelectorAll("[data-act]")) button.hidden = false;
    if (isOurs(file)) this.#holds.sign(file);
  }
}

export function noteOf(file) {
  return file.querySelector("#note")?.value ?? "";
}

// Returns whether there is a place for it: only who has a case writes a note.
export function writeNote(file, note) {
  const field = file.querySelector("#note");
  if (field) field.value = note;
  return Boolean(field);
}

export function chosenCopies(file) {
  return [...file.querySelectorAll("[data-copy]:checked:not(:disabled)")].map((box) => box.dataset.copy);
}
