// What happens on the site while a page is open: comes back after every break, from where it was, and misses nothing,
// until the session is over.

import { wayOut } from "./service.js";

const TYPES = ["decision", "verdict", "undo", "appeal", "reopen", "erasure"];
const AGAIN_AFTER = 3_000;

export class Live {
  #service;
  #address;
  #after;
  #source = null;
  #isOver = false;
  #hears;

  // `hears` has `event(entry)`, `claims(byId)`, `isUp(boolean)`, and `isOver(link)`, which leads to the sign-in page.
  constructor({ service, site, after, hears }) {
    this.#service = service;
    this.#address = `/v1/review/events?${site ? `site=${encodeURIComponent(site)}&` : ""}after=`;
    this.#after = after;
    this.#hears = hears;
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#close() : this.#open()));
    addEventListener("pagehide", () => this.#close());
    if (!document.hidden) this.#open();
  }

  #open() {
    if (this.#source || this.#isOver) return;
    const source = new EventSource(this.#address + this.#after);
    this.#source = source;
    source.addEventListener("open", () => this.#hears.isUp(true));
    source.addEventListener("error", () => this.#broken(source));
    source.addEventListener("claims", (event) => this.#hears.claims(JSON.parse(event.data)));
    for (const type of TYPES) {
      source.addEventListener(type, (event) => {
        this.#after = event.lastEventId;
        this.#hears.event(JSON.parse(event.data));
      });
    }
  }

  // A browser tries again by itself after a break, but not after an answer that is an error, and tells nothing of it.
  async #broken(source) {
    this.#hears.isUp(false);
    if (source.readyState !== EventSource.CLOSED) return;
    this.#close();
    const way = await this.#service.stats().then(() => null, wayOut);
    if (way) this.#end(way);
    else setTimeout(() => document.hidden || this.#open(), AGAIN_AFTER);
  }

  #end(way) {
    this.#isOver = true;
    this.#close();
    this.#hears.isOver(way);
  }

  #close() {
    this.#source?.close();
    this.#source = null;
  }
}
