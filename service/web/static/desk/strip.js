// The line above the case: what was done, and what went wrong. Its height stays, so that nothing below it moves.

export class Strip {
  #place;
  #onUndo;

  constructor(place, onUndo) {
    this.#place = place;
    this.#onUndo = onUndo;
  }

  clear() {
    this.#place.replaceChildren();
  }

  say(sentence) {
    this.#place.replaceChildren(notice("", "status", paragraph(sentence)));
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
    if (link) lines.push(paragraph(link));
    const box = notice("bad", "alert", ...lines);
    box.tabIndex = -1;
    this.#place.replaceChildren(box);
    box.focus();
  }
}

export function link(text, href) {
  const found = document.createElement("a");
  found.href = href;
  found.textContent = text;
  return found;
}

function notice(kind, role, ...children) {
  const box = document.createElement("div");
  box.className = `notice ${kind}`;
  if (role) box.setAttribute("role", role);
  box.append(...children);
  return box;
}

function paragraph(...children) {
  const line = document.createElement("p");
  line.append(...children);
  return line;
}

function button(text, key) {
  const found = document.createElement("button");
  const hint = document.createElement("kbd");
  hint.setAttribute("aria-hidden", "true");
  hint.textContent = key;
  found.append(`${text} `, hint);
  return found;
}

function name(text) {
  const found = document.createElement("bdi");
  found.className = "name";
  found.textContent = text;
  return found;
}

function quote(text) {
  const found = document.createElement("q");
  found.className = "excerpt";
  found.dir = "auto";
  found.textContent = text;
  return found;
}
