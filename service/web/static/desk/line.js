// The cases that come next: ours already and loaded, so that showing one takes no time.

const LENGTH = 10;

export class Line {
  #service;
  #cases = [];
  #filling = null;

  constructor(service) {
    this.#service = service;
  }

  get length() {
    return this.#cases.length;
  }

  get all() {
    return [...this.#cases];
  }

  first() {
    return this.#cases.shift() ?? null;
  }

  last() {
    return this.#cases.pop() ?? null;
  }

  putFirst(file) {
    this.#cases.unshift(file);
  }

  putLast(file) {
    this.#cases.push(file);
  }

  remove(file) {
    this.#cases = this.#cases.filter((each) => each !== file);
  }

  // Cases that were decided with another are not for showing any more.
  drop(ids) {
    this.#cases = this.#cases.filter((each) => !ids.includes(each.dataset.id));
  }

  // Takes out what is more than half of what is ours ahead or free, the last first: others want some too.
  surplus(free) {
    const fair = Math.floor((this.length + free) / 2);
    return this.#cases.splice(fair);
  }

  // Claims and loads what is missing, so that at least as much is free as is ours ahead. While that is under way,
  // everybody gets the same promise.
  fill() {
    this.#filling ??= this.#load().finally(() => { this.#filling = null; });
    return this.#filling;
  }

  // Claims and loads at least one case if there is one.
  async fillAny() {
    await this.fill();
    if (!this.length) await this.#take(1);
  }

  async #load() {
    const missing = LENGTH - this.length;
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
