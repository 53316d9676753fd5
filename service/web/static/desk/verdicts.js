// Sends a verdict on a case and on the copies that were chosen with it.

import { Refused } from "./service.js";

export class Verdicts {
  #service;
  #me;

  constructor(service, me) {
    this.#service = service;
    this.#me = me;
  }

  // Returns the group, if there is one, and which copies stay as they are; null when it was given before.
  async give(file, copies, ruling) {
    try {
      if (copies.length) return await this.#together([file.dataset.id, ...copies], ruling);
      await this.#service.decide(file.dataset.id, file.dataset.token, ruling);
      return { group: null, kept: [] };
    } catch (error) {
      if (this.#wasGiven(error, ruling)) return null;
      throw error;
    }
  }

  // What somebody else has of the copies stays as it is.
  async #together(ids, ruling) {
    const { group, refused } = await this.#service.decideTogether(ids, ruling);
    const first = refused.find((each) => each.id === ids[0]);
    if (first) throw new Refused(409, { detail: first.detail, code: "refused" });
    return { group, kept: refused };
  }

  // A second click, or a second window, that says the same again changes nothing.
  #wasGiven(error, ruling) {
    const { decided_by: by, verdict } = error.problem ?? {};
    return by === this.#me && verdict === ruling.verdict;
  }
}
