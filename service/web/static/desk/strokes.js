// What this moderator decided in this tab, stroke by stroke, in the list and case by case, so that undo goes back as
// far as one wants. A stroke is `{id, group}`: the case that was shown, the group if there is one.

const KEPT = "fairword.strokes";
const MOST = 100;

export class Strokes {
  #key;
  #strokes;
  #made = 0;

  constructor(root) {
    this.#key = `${KEPT} ${root.dataset.me} ${root.dataset.site}`;
    const kept = JSON.parse(sessionStorage.getItem(this.#key) ?? "[]");
    this.#strokes = kept.map((known) => ({ known, told: Promise.resolve(known), place: this.#made++ }));
    this.#read(root.querySelector("form[data-done], form[data-group]"));
  }

  // Whether a form that says what was done tells of the last stroke.
  isLast({ dataset }) {
    return isSame(this.#strokes.at(-1)?.known, dataset);
  }

  // Takes in a stroke in the moment in which it is made; `told` is null when nothing came of it.
  push(told) {
    const stroke = { known: null, place: this.#made++ };
    stroke.told = Promise.resolve(told).then((known) => this.#learn(stroke, known));
    this.#strokes = [...this.#strokes, stroke].slice(-MOST);
  }

  // The last stroke, which is `told` once it is known; undefined when there is none.
  pop() {
    const stroke = this.#strokes.pop();
    this.#keep();
    return stroke;
  }

  // Takes a stroke in again that could not be taken back for now.
  putBack(stroke) {
    this.#strokes = [...this.#strokes, stroke].sort((one, other) => one.place - other.place);
    this.#keep();
  }

  // What the page says was done just before it was loaded.
  #read(form) {
    if (!form || this.#strokes.some(({ known }) => isSame(known, form.dataset))) return;
    this.push({ id: form.dataset.done, group: form.dataset.group });
  }

  #learn(stroke, known) {
    stroke.known = known;
    if (!known) this.#strokes = this.#strokes.filter((each) => each !== stroke);
    this.#keep();
    return known;
  }

  #keep() {
    const known = this.#strokes.map((stroke) => stroke.known).filter(Boolean);
    sessionStorage.setItem(this.#key, JSON.stringify(known));
  }
}

function isSame(known, { done, group }) {
  return group ? known?.group === group : Boolean(known) && known.id === done;
}
