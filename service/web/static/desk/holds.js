// What is ours for a while: a case is ours by its token, and so are the copies that are shown with it. A hold is renewed
// while somebody is here, and given back early.

import { Refused } from "./service.js";

export function isOurs(file) {
  return Boolean(file?.dataset.token);
}

export class Holds {
  #service;
  #onLost;

  // `onLost(file)` when a case turns out not to be ours any more.
  constructor(service, onLost) {
    this.#service = service;
    this.#onLost = onLost;
  }

  async renew(files) {
    await Promise.all(files.map((file) => this.#renew(file)));
  }

  // Returns whether the case is ours again: nobody has taken it.
  async retake(file) {
    return (await this.#service.claimed([file.dataset.id]).catch(() => [])).length > 0;
  }

  // While a case is shown, nobody else starts on its copies.
  async takeCopies(file) {
    const free = [...file.querySelectorAll("[data-copy]:not(:disabled):not([data-token])")];
    if (!free.length || !isOurs(file)) return;
    const cases = await this.#service.claimed(free.map((box) => box.dataset.copy)).catch(() => []);
    for (const box of free) {
      const ours = cases.find((each) => each.id === box.dataset.copy);
      if (ours) box.dataset.token = ours.token;
    }
  }

  async release(file) {
    for (const box of file.querySelectorAll("[data-copy][data-token]")) {
      this.#service.release(box.dataset.copy, box.dataset.token).catch(() => {});
      delete box.dataset.token;
    }
    await this.#service.release(file.dataset.id, file.dataset.token).catch(() => {});
  }

  sign(file) {
    this.#say(file, `It is yours until ${end(file)}, and longer while you are here.`);
  }

  signGivenBack(file) {
    this.#say(file, "You were away, so your cases were given back.");
  }

  async #renew(file) {
    try {
      file.dataset.expires = await this.#service.renew(file.dataset.id, file.dataset.token);
      this.sign(file);
    } catch (error) {
      if (error instanceof Refused) await this.#onLost(file);
      else this.#say(file, `The service can't be reached; it is yours until ${end(file)}.`);
    }
  }

  #say(file, sentence) {
    const sign = file.querySelector("#held");
    if (sign && sign.textContent !== sentence) sign.textContent = sentence;
  }
}

function end(file) {
  return new Date(Number(file.dataset.expires)).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}
