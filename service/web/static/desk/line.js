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

  // Claims and loads what is missing, at most half of what waits: other moderators want some too. While that is
  // under way, everybody gets the same promise.
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
    const share = missing > 0 ? Math.floor((await this.#service.stats()).waiting / 2) : 0;
    if (share > 0) await this.#take(Math.min(missing, share));
  }

  async #take(limit) {
    const ids = await this.#service.claim(limit);
    const files = await Promise.all(ids.map((id) => this.#service.file(id)));
    this.#cases.push(...files.filter((file) => file?.dataset.token));
  }
}
