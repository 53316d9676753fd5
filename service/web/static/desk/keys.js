// Single keys, the list of them, and a switch for those whom they are in the way of.

const REMEMBERED = "fairword.keys";

export class Keys {
  #acts;
  #rejecting = false;
  #dialog = document.querySelector("#keys");
  #root;

  // `acts` maps a key to what it does; `onReason` gets the number pressed after `r`.
  constructor(root, acts, onReason) {
    this.#root = root;
    this.#acts = { ...acts, r: () => this.#startRejecting(), "?": () => this.show() };
    this.onReason = onReason;
    this.#rememberSwitch();
    addEventListener("keydown", (event) => this.#press(event));
  }

  show() {
    this.#dialog.showModal();
  }

  #rememberSwitch() {
    const box = document.querySelector("#keys-on");
    box.checked = localStorage.getItem(REMEMBERED) !== "off";
    this.#root.classList.toggle("keyed", box.checked);
    box.addEventListener("change", () => {
      localStorage.setItem(REMEMBERED, box.checked ? "on" : "off");
      this.#root.classList.toggle("keyed", box.checked);
    });
  }

  #press(event) {
    if (event.target.matches("textarea, select, input:not([type=checkbox])")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (this.#dialog.open || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (!this.#root.classList.contains("keyed") && event.key !== "?") return;
    const rejecting = this.#stopRejecting();
    if (rejecting && /^[1-9]$/.test(event.key)) {
      event.preventDefault();
      this.onReason(Number(event.key));
      return;
    }
    const act = this.#acts[event.key];
    if (!act || (rejecting && event.key === "r")) return;
    event.preventDefault();
    act();
  }

  #startRejecting() {
    this.#rejecting = true;
    this.#root.classList.add("rejecting");
    this.#root.querySelector(".rules .reject")?.focus();
  }

  #stopRejecting() {
    const was = this.#rejecting;
    this.#rejecting = false;
    this.#root.classList.remove("rejecting");
    return was;
  }
}
