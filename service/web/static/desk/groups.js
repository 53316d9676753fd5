// What this moderator decided in this tab, stroke by stroke, so that undo goes back as far as one wants.

const KEPT = "fairword.groups";
const MOST = 100;

export class Groups {
  #all = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");

  get length() {
    return this.#all.length;
  }

  push(id) {
    if (this.#all.at(-1) === id) return;
    this.#all = [...this.#all, id].slice(-MOST);
    this.#keep();
  }

  pop() {
    const id = this.#all.pop();
    this.#keep();
    return id;
  }

  #keep() {
    sessionStorage.setItem(KEPT, JSON.stringify(this.#all));
  }
}
