// The cases that come next: ours already and loaded, so that showing one takes no time. Those that were skipped come
// round again once nothing else is left.

const LENGTH = 10;

export class Line {
  #service;
  #cases = [];
  #skipped = [];
  #filling = null;

  constructor(service) {
    this.#service = service;
  }

  get length() {
    return this.all.length;
  }

  get all() {
    return [...this.#cases, ...this.#skipped];
  }

  // Whether there is a case ahead that was not skipped.
  get hasUnseen() {
    return this.#cases.length > 0;
  }

  first() {
    return this.#cases.shift() ?? this.#skipped.shift() ?? null;
  }

  last() {
    return this.#skipped.pop() ?? this.#cases.pop() ?? null;
  }

  putFirst(file) {
    this.#cases.unshift(file);
  }

  skip(file) {
    this.#skipped.push(file);
  }

  remove(file) {
    this.#keep((each) => each !== file);
  }

  // Cases that were decided with another are not for showing any more.
  drop(ids) {
    this.#keep((each) => !ids.includes(each.dataset.id));
  }

  #keep(isKept) {
    this.#cases = this.#cases.filter(isKept);
    this.#skipped = this.#skipped.filter(isKept);
  }

  // Takes out what is more than half of what is ours ahead or free, the last first: others want some too.
  surplus(free) {
    const surplus = this.all.slice(Math.floor((this.length + free) / 2));
    this.#keep((each) => !surplus.includes(each));
    return surplus;
  }

  // Claims and loads what is missing, so that at least as much is free as is ours ahead. While that is under way,
  // everybody gets the same promise.
  fill() {
    this.#filling ??= this.#load().finally(() => { this.#filling = null; });
    return this.#filling;
  }

  // Claims and loads at least one case that was not skipped, if there is one.
  async fillAny() {
    await this.fill();
    if (!this.hasUnseen) await this.#take(1);
  }

  async #load() {
    const missing = LENGTH - this.#cases.length;
    if (missing <= 0) return;
    const { waiting } = await this.#service.stats();
    const share = Math.floor((this.length + waiting) / 2) - this.length;
    if (share > 0) await this.#take(Math.min(missing, share));
  }

  async #take(limit) {
    const ids = await this.#service.claim(limit);
    const files = await Promise.all(ids.map((id) => this.#service.file(id)));
    this.#cases.push(...files.filter((file) => file?.dataset.token));
  }
}
