// The cases before and after the one that is shown. Those ahead are ours already and loaded, so that showing one takes
// no time; those that were passed over come round again once there is no other.

import { isOurs } from "./holds.js";

const AHEAD = 10;
const BEHIND = 10;
const REMEMBERED = 1_000;

export class Line {
  #service;
  #giveBack;
  #ahead = [];
  #passed = new Map(); // id → the case while it is still ours, else null; in the order in which they were passed
  #loading = new Set(); // cases that are ours and on their way here
  #givingBack = new Map(); // id → the release that is under way
  #filling = null;
  #sharing = null;
  #moves = 0; // how often somebody has taken or given back something, as far as we know

  constructor(service, giveBack) {
    this.#service = service;
    this.#giveBack = giveBack;
  }

  // Whether a case is ahead that can be shown at once.
  get isReady() {
    return this.#ahead.length > 0;
  }

  // What we hold beside the case that is shown: what was passed over first, then what is ahead, the last first.
  get held() {
    return [...this.#behind, ...[...this.#ahead].reverse()];
  }

  get #behind() {
    return [...this.#passed.values()].filter(Boolean);
  }

  next() {
    return this.#ahead.shift() ?? null;
  }

  putFirst(file) {
    this.#ahead.unshift(file);
  }

  pass(file) {
    this.#passed.set(file.dataset.id, file);
    for (const other of this.#behind.slice(0, -BEHIND)) this.#release(other);
    if (this.#passed.size > REMEMBERED) this.#passed.delete(this.#passed.keys().next().value);
  }

  // The case that was passed over last, ours again if nobody has it; null when there is none.
  async previous() {
    const [id, held] = [...this.#passed].at(-1) ?? [];
    if (!id) return null;
    const isFree = held || (await this.#retake(id));
    this.#passed.delete(id);
    return held ?? (isFree ? this.#service.file(id) : this.previous());
  }

  // Cases that are decided, or another's, are not for showing any more.
  drop(ids) {
    this.#ahead = this.#ahead.filter((each) => !ids.includes(each.dataset.id));
    for (const id of ids) this.#passed.delete(id);
  }

  // Gives back what is more than half of what is ours or free: others, who have taken or given back some, want it too.
  share() {
    this.#moves += 1;
    this.#sharing ??= this.#giveBackSurplus().catch(() => {}).finally(() => { this.#sharing = null; });
  }

  // Gives everything back.
  clear() {
    for (const file of this.held) this.#release(file);
    for (const each of this.#loading) this.#giveBackUnseen(each);
    this.#loading.clear();
  }

  // Claims and loads what is missing ahead, so that at least as much is free as is ours. While that is under way,
  // everybody gets the same promise.
  fill() {
    this.#filling ??= this.#load().finally(() => { this.#filling = null; });
    return this.#filling;
  }

  // Claims and loads at least one case if there is one, in the end one that was passed over.
  async fillAny() {
    await this.fill();
    if (!this.isReady) await this.#take(1);
    if (this.isReady || !this.#passed.size) return;
    await Promise.all(this.#behind.map((file) => this.#release(file)));
    this.#passed.clear();
    await this.#take(1);
  }

  async #giveBackSurplus() {
    if (!this.held.length) return;
    const free = await this.#free();
    const { held } = this;
    const surplus = Math.max(held.length - fairShare(held.length + free), 0);
    for (const file of held.slice(0, surplus)) this.#release(file);
  }

  // How many are free, counted while nothing moved: by an older count we would give back too much.
  async #free() {
    for (;;) {
      await Promise.allSettled([this.#filling, ...this.#givingBack.values()]);
      const moves = this.#moves;
      const { waiting } = await this.#service.stats();
      if (moves === this.#moves) return waiting;
    }
  }

  async #load() {
    if (this.#ahead.length >= AHEAD) return;
    const { waiting } = await this.#service.stats();
    const missing = Math.min(AHEAD, fairShare(this.held.length + waiting)) - this.#ahead.length;
    if (missing > 0) await this.#take(missing);
  }

  async #take(limit) {
    this.#moves += 1;
    const cases = await this.#service.claim(limit, [...this.#passed.keys()]);
    for (const each of cases) this.#loading.add(each);
    const files = await Promise.all(cases.map(({ id }) => this.#service.file(id).catch(() => null)));
    cases.forEach((each, place) => {
      if (!this.#loading.delete(each)) return; // given back meanwhile
      if (isOurs(files[place])) this.#ahead.push(files[place]);
      else this.#giveBackUnseen(each);
    });
  }

  #giveBackUnseen({ id, token }) {
    this.#service.release(id, token).catch(() => {});
  }

  // What has just been given back is not free before the service knows.
  async #retake(id) {
    await this.#givingBack.get(id);
    return (await this.#service.claimed([id])).length > 0;
  }

  #release(file) {
    this.#moves += 1;
    if (this.#passed.has(file.dataset.id)) this.#passed.set(file.dataset.id, null);
    this.#ahead = this.#ahead.filter((each) => each !== file);
    const given = this.#giveBack(file).finally(() => this.#givingBack.delete(file.dataset.id));
    this.#givingBack.set(file.dataset.id, given);
    return given;
  }
}

function fairShare(number) {
  return Math.floor(number / 2);
}
