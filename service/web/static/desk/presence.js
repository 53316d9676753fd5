// Whether somebody is at the desk.

const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"];

export class Presence {
  #seen = Date.now();
  #away = false;

  // `onAway` after `idle` milliseconds without a sign of life, `onBack` at the next one.
  constructor({ idle, onAway, onBack }) {
    for (const sign of SIGNS) {
      addEventListener(sign, () => this.#note(onBack), { passive: true, capture: true });
    }
    setInterval(() => {
      if (this.#away || Date.now() - this.#seen < idle) return;
      this.#away = true;
      onAway();
    }, Math.min(idle / 4, 5_000));
  }

  get isHere() {
    return !this.#away;
  }

  #note(onBack) {
    this.#seen = Date.now();
    if (!this.#away) return;
    this.#away = false;
    onBack();
  }
}
