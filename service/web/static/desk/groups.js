// What this moderator decided in this tab, stroke by stroke, so that undo goes back as far as one wants.

const KEPT = "fairword.groups";
const MOST = 100;

export class Groups {
  #strokes = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]").map((id) => ({ id, told: Promise.resolve(id) }));

  get length() {
    return this.#strokes.length;
  }

  get last() {
    return this.#strokes.at(-1)?.id;
  }

  // Takes in a stroke in the moment in which it is made; `told` is its group, null when nothing came of it.
  push(told) {
    const stroke = { id: null };
    stroke.told = Promise.resolve(told).then((id) => this.#learn(stroke, id));
    this.#strokes = [...this.#strokes, stroke].slice(-MOST);
  }

  // The group of the last stroke, once it is known; null when there is no stroke.
  pop() {
    const stroke = this.#strokes.pop();
    this.#keep();
    return stroke?.told ?? null;
  }

  #learn(stroke, id) {
    stroke.id = id;
    if (!id) this.#strokes = this.#strokes.filter((each) => each !== stroke);
    this.#keep();
    return id;
  }

  #keep() {
    const known = this.#strokes.map((stroke) => stroke.id).filter(Boolean);
    sessionStorage.setItem(KEPT, JSON.stringify(known));
  }
}
