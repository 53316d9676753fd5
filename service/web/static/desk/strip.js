// The line above the case: what was done, and what went wrong. Its height stays, so that nothing below it moves.

import { button, name, paragraph, quote } from "./elements.js";
import { Unreachable } from "./service.js";

export class Strip {
  #place;
  #onUndo;
  #cutOff = null;

  constructor(place, onUndo) {
    this.#place = place;
    this.#onUndo = onUndo;
  }

  clear() {
    this.#place.replaceChildren();
  }

  say(...words) {
    this.#place.replaceChildren(notice("", "status", paragraph(...words)));
  }

  // What was done, with a button that takes it back.
  done(file, verdict, copies = 0) {
    const did = document.createElement("strong");
    did.textContent = verdict === "approve" ? "approved" : "rejected";
    const line = paragraph("You ", did, " the comment by ", name(file.dataset.author), copies ? ` and ${copies} like it: ` : ": ", quote(file.dataset.excerpt));
    line.setAttribute("role", "status");
    const undo = button("Undo", "z");
    undo.addEventListener("click", this.#onUndo);
    const box = notice(verdict === "approve" ? "done good" : "done bad", "", line, undo);
    this.#place.replaceChildren(box);
  }

  // What went wrong with a verdict, and the note that was written for it.
  trouble(error, { note = "", link = null } = {}) {
    const lines = [paragraph(error.message)];
    const { decided_by: by, decided_at: at } = error.problem ?? {};
    if (by) {
      const time = document.createElement("time");
      time.dateTime = at;
      time.textContent = "just now";
      lines.push(paragraph(name(by), " decided ", time, ". Your verdict was not kept."));
    }
    if (note) lines.push(paragraph("Your note was: ", quote(note)));
    if (link) lines[0].append(" ", link);
    const box = notice("bad", "alert", ...lines);
    box.tabIndex = -1;
    this.#place.replaceChildren(box);
    box.focus();
    this.#cutOff = error instanceof Unreachable ? box : null;
  }

  // The service can be reached: where it says that it can't, it says so now, and keeps the focus.
  reached() {
    if (!this.#cutOff?.isConnected) return;
    this.#cutOff.classList.remove("bad");
    this.#cutOff.replaceChildren(paragraph("The service can be reached again. Please decide once more."));
    this.#cutOff = null;
  }
}

function notice(kind, role, ...children) {
  const box = document.createElement("div");
  box.className = `notice ${kind}`;
  if (role) box.setAttribute("role", role);
  box.append(...children);
  return box;
}
