// The rows of the list: which are chosen, and what has become of each. None of them moves while somebody looks.

import { name } from "./elements.js";

export class Rows {
  #root;
  #me;
  #onCount;

  constructor(root, onCount) {
    this.#root = root;
    this.#me = root.dataset.me;
    this.#onCount = onCount;
    root.addEventListener("change", (event) => {
      if (event.target.matches(".pick")) this.#pickCopies(event.target);
      if (event.target.matches(".pick, .pick-copy")) onCount();
    });
  }

  get all() {
    return [...this.#root.querySelectorAll(".row")];
  }

  get here() {
    return document.activeElement?.closest(".row") ?? null;
  }

  get picks() {
    return [...this.#root.querySelectorAll(".pick:not(:disabled), .pick-copy:not(:disabled)")];
  }

  get chosen() {
    return this.picks.filter((pick) => pick.checked).length;
  }

  chooseAll(checked) {
    for (const pick of this.picks) pick.checked = checked;
    this.#onCount();
  }

  toggle(row) {
    const pick = row?.querySelector(".pick");
    if (!pick || pick.disabled) return;
    pick.checked = !pick.checked;
    this.#pickCopies(pick);
    this.#onCount();
  }

  step(by) {
    const rows = this.all;
    const place = rows.indexOf(this.here);
    const next = rows[Math.min(Math.max(place + by, 0), rows.length - 1)];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  of(id) {
    return this.all.find((row) => row.dataset.id === id) ?? null;
  }

  // The cases that a verdict on the row decides: those that it lists and that wait.
  ids(row) {
    return row.dataset.ids.split(",").filter(Boolean);
  }

  // The row stays in its place and says what became of it.
  close(row, ...words) {
    row.classList.add("closed");
    row.querySelector("[data-state]").replaceChildren(...words);
    const act = row.querySelector(".row-actions");
    if (act.contains(document.activeElement)) row.focus();
    act.inert = true;
    for (const pick of row.querySelectorAll(".pick, .pick-copy")) {
      pick.checked = false;
      pick.disabled = true;
    }
    this.#onCount();
  }

  // Nothing became of it, as far as we know: it can be decided again, which changes nothing if it was after all.
  reopen(row, ...words) {
    row.classList.remove("closed");
    row.querySelector("[data-state]").replaceChildren(...words);
    row.querySelector(".row-actions").inert = false;
    for (const pick of row.querySelectorAll(".pick, .copies li:not(.closed) .pick-copy")) pick.disabled = false;
    this.#onCount();
  }

  // Somebody else has decided a case: a row of its own, or one of those that say the same.
  decided(id, ...words) {
    const row = this.of(id);
    if (row) this.close(row, ...words);
    const copy = this.#root.querySelector(`.pick-copy[name="case-${CSS.escape(id)}"]`);
    if (!copy) return;
    copy.checked = false;
    copy.disabled = true;
    copy.closest("li").classList.add("closed");
    copy.closest("label").querySelector(".soft").replaceChildren(...words);
    const owner = copy.closest(".row");
    owner.dataset.ids = this.ids(owner).filter((each) => each !== id).join(",");
    const listed = owner.querySelector("[name=cases]");
    if (listed) listed.value = owner.dataset.ids;
    this.#onCount();
  }

  // Who works on which case now; returns the rows that others held and hold no longer.
  held(claims) {
    const freed = [];
    for (const row of this.all) {
      if (row.matches(".closed, .recused")) continue;
      const by = claims[row.dataset.id];
      const isTheirs = Boolean(by) && by !== this.#me;
      if (row.classList.contains("held-by-other") === isTheirs && !isTheirs) continue;
      row.classList.toggle("held-by-other", isTheirs);
      if (!isTheirs) freed.push(row);
      row.querySelector("[data-state]").replaceChildren(...(isTheirs ? [name(by), " is working on it"] : []));
      const pick = row.querySelector(".pick");
      pick.disabled = isTheirs;
      if (isTheirs) pick.checked = false;
      for (const form of row.querySelectorAll(".row-actions form")) form.inert = isTheirs;
    }
    this.#onCount();
    return freed;
  }

  #pickCopies(pick) {
    for (const copy of pick.closest(".row").querySelectorAll(".pick-copy:not(:disabled)")) copy.checked = pick.checked;
  }
}
