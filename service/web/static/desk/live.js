// What happens on the site while a page is open: comes back after every break, from where it was, and misses nothing.

const TYPES = ["decision", "verdict", "undo", "appeal", "reopen", "erasure"];
const AGAIN_AFTER = 3_000;

export class Live {
  #address;
  #after;
  #source = null;
  #hears;

  // `hears` has `event(entry)`, `claims(byId)` and `isUp(boolean)`.
  constructor({ site, after, hears }) {
    this.#address = `/v1/review/events?${site ? `site=${encodeURIComponent(site)}&` : ""}after=`;
    this.#after = after;
    this.#hears = hears;
    document.addEventListener("visibilitychange", () => (document.hidden ? this.#close() : this.#open()));
    addEventListener("pagehide", () => this.#close());
    if (!document.hidden) this.#open();
  }

  #open() {
    if (this.#source) return;
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

  // A browser tries again by itself after a break, but not after an answer that is an error.
  #broken(source) {
    this.#hears.isUp(false);
    if (source.readyState !== EventSource.CLOSED) return;
    this.#close();
    setTimeout(() => document.hidden || this.#open(), AGAIN_AFTER);
  }

  #close() {
    this.#source?.close();
    this.#source = null;
  }
}
