// The list of open cases: by keys and by mouse, each verdict at once, and live.

import { takeDoubleClicksAsOne } from "./clicks.js";
import { name } from "./elements.js";
import { Keys } from "./keys.js";
import { Live } from "./live.js";
import { Range } from "./range.js";
import { Rows } from "./rows.js";
import { isForNow, Service, wayOut } from "./service.js";
import { Strokes } from "./strokes.js";

const GATHER = 300;
const FOUND = { approve: "approved", reject: "rejected" };

class List {
  #root;
  #service;
  #bulk;
  #rows;
  #strokes;
  #missing = new Set();
  #timer = 0;
  #undoing = Promise.resolve();

  constructor(root) {
    this.#root = root;
    this.#service = new Service(root);
    this.#bulk = root.querySelector("#bulk");
    this.#rows = new Rows(root, () => this.#count());
    this.#strokes = new Strokes(root);
    this.#listen();
    this.#count();
    if (location.hash === "#q") this.#search();
  }

  #listen() {
    takeDoubleClicksAsOne(this.#root);
    const all = this.#root.querySelector("#pick-all");
    all.parentElement.hidden = false;
    all.addEventListener("change", () => this.#rows.chooseAll(all.checked));
    this.#root.querySelector("#all")?.addEventListener("change", () => this.#count());
    this.#root.addEventListener("submit", (event) => this.#submit(event));
    this.#root.addEventListener("keydown", (event) => event.key === "Escape" && this.#closeMenus());
    this.#root.addEventListener("click", (event) => this.#closeMenus(event.target.closest(".menu")));
    const keys = new Keys(this.#root, this.#acts(), (number) => this.#rejectFor(number));
    for (const button of this.#root.querySelectorAll("[data-act=keys]")) {
      button.hidden = false;
      button.addEventListener("click", () => keys.show());
    }
    this.#root.querySelector(".filter").addEventListener("formdata", keepAddressShort);
    const [chart, from, to] = [".histogram", "#from", "#to"].map((each) => this.#root.querySelector(each));
    new Range(chart, from, to);
    new Live({
      service: this.#service,
      site: this.#root.dataset.site,
      after: this.#root.dataset.event,
      hears: {
        event: (entry) => this.#happened(entry),
        claims: (claims) => this.#held(claims),
        isUp: (isUp) => this.#say(isUp ? "" : "No connection: what is new will show once it is back."),
        isOver: (way) => this.#say("You are signed out. ", way),
      },
    });
  }

  #acts() {
    return {
      j: () => this.#rows.step(1),
      k: () => this.#rows.step(-1),
      o: () => this.#rows.here?.querySelector("[data-open]").click(),
      x: () => this.#rows.toggle(this.#rows.here),
      a: () => this.#approve(),
      t: () => this.#root.querySelector("form[data-next] button")?.click(),
      z: () => this.undo(),
      "/": () => this.#search(),
    };
  }

  #approve() {
    if (this.#isMany) this.#bulk.querySelector(".approve").click();
    else if (this.#rows.here) this.decide(this.#rows.here, { verdict: "approve" });
  }

  #rejectFor(number) {
    const reasons = this.#bulk.querySelector("select");
    if (number > reasons.options.length) return;
    if (this.#isMany) {
      reasons.selectedIndex = number - 1;
      this.#bulk.querySelector(".reject").click();
    } else if (this.#rows.here) {
      this.decide(this.#rows.here, { verdict: "reject", reason: reasons.options[number - 1].value });
    }
  }

  #submit(event) {
    const button = event.submitter;
    if (event.target.matches(".row-verdict")) {
      event.preventDefault();
      const ruling = button.name === "reason" ? { verdict: "reject", reason: button.value } : { verdict: "approve" };
      this.decide(event.target.closest(".row"), ruling);
    } else if (event.target.matches("form[data-group]") && this.#strokes.isLast(event.target)) {
      event.preventDefault();
      this.undo();
    } else if (event.target.matches("form[data-done]") && this.#strokes.isLast(event.target)) {
      this.#strokes.pop(); // the form takes it back, and leads to the case
    }
  }

  // Decides what the row lists, at once; if the service refuses, the row says why and is open again.
  async decide(row, ruling) {
    if (row.matches(".closed, .held-by-other, .recused")) return;
    const ids = this.#rows.ids(row);
    const number = ids.length > 1 ? ` all ${ids.length}` : " it";
    this.#rows.close(row, `You ${FOUND[ruling.verdict]}${number}.`);
    if (this.#rows.here === row || this.#rows.here === null) this.#rows.step(1);
    const sent = this.#service.decideTogether(ids, ruling);
    this.#strokes.push(sent.then(({ done, group }) => (done.length ? { group } : null), () => null));
    try {
      const outcome = await sent;
      if (outcome.refused.length) await this.#refused(row, outcome);
      else this.#tell(`You ${FOUND[ruling.verdict]} ${ids.length === 1 ? "a comment" : `${ids.length} comments`}.`);
    } catch (error) {
      await this.#replace(ids).catch(() => this.#rows.reopen(row, error.message));
      this.#fail(error);
    }
    this.#soon();
  }

  async #refused(row, outcome) {
    await this.#replace(outcome.refused.map((each) => each.id));
    const why = outcome.refused[0].detail;
    this.#tell(why, true);
    if (row.isConnected && !outcome.done.length) row.querySelector("[data-state]").textContent = why;
  }

  // Takes the last stroke of this tab back, then the one before, and so on.
  undo() {
    const alone = this.#root.querySelector("form[data-done]");
    if (alone && this.#strokes.isLast(alone)) {
      alone.requestSubmit();
      return;
    }
    const stroke = this.#strokes.pop();
    this.#root.querySelector("form[data-group]")?.remove();
    this.#undoing = this.#undoing.then(async () => {
      const told = await stroke?.told;
      if (!told) {
        this.#tell("There is nothing to take back.");
        return;
      }
      try {
        const { done, refused } = await this.#takeBack(told);
        await this.#replace(done);
        const kept = refused.length ? ` ${refused[0].detail}` : "";
        this.#tell(`Taken back: ${done.length === 1 ? "a verdict" : `${done.length} verdicts`}.${kept}`, refused.length > 0);
      } catch (error) {
        if (isForNow(error)) this.#strokes.putBack(stroke);
        this.#fail(error);
      }
    });
  }

  // A case that was decided alone comes back to whoever undoes it; in the list it waits for anybody.
  async #takeBack({ id, group }) {
    if (group) return this.#service.undoGroup(group);
    const { token } = await this.#service.undo(id);
    await this.#service.release(id, token).catch(() => {});
    return { done: [id], refused: [] };
  }

  #happened(entry) {
    const by = entry.by;
    if (entry.type === "verdict" && by !== this.#root.dataset.me) {
      this.#rows.decided(entry.comment_id, name(by), ` ${entry.status} it just now`);
    } else if (entry.type === "erasure") {
      this.#rows.decided(entry.comment_id, "It was erased");
    } else if (entry.status === "pending" || ["appeal", "undo", "reopen"].includes(entry.type)) {
      this.#missing.add(entry.comment_id);
    }
    this.#soon();
  }

  // A row that was loaded while somebody held its case has no buttons yet.
  #held(claims) {
    for (const row of this.#rows.held(claims)) {
      if (!row.querySelector(".row-verdict")) this.#missing.add(row.dataset.id);
    }
    this.#soon();
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#refresh(), GATHER);
  }

  async #refresh() {
    const ids = [...this.#missing];
    this.#missing.clear();
    if (ids.length) await this.#replace(ids).catch(() => ids.forEach((id) => this.#missing.add(id)));
    await this.#recount().catch(() => {});
  }

  async #recount() {
    const { open, claimed } = await this.#service.stats();
    const held = claimed ? `, ${claimed} of them in somebody's hands` : "";
    this.#root.querySelector("#counts").textContent = `${open.toLocaleString("en")} open ${open === 1 ? "case" : "cases"}${held}`;
    if (open) this.#somethingWaits();
  }

  // What has come can be found, also where the list is narrowed and does not show it.
  #somethingWaits() {
    this.#root.querySelector("#nothing")?.remove();
    this.#root.querySelector(".filter-box").hidden = false;
  }

  // Puts rows as they stand now in place of the old ones; those that were not there come last, so that nothing moves.
  async #replace(ids) {
    const fresh = await this.#service.rows(this.#root.dataset.rows, ids);
    for (const item of fresh) {
      const row = item.querySelector(".row");
      const old = this.#rows.ids(row).map((id) => this.#rows.of(id)).find(Boolean);
      if (old && !old.classList.contains("closed") && old.contains(document.activeElement)) continue;
      if (old) this.#swap(old, item);
      else this.#arrive(item);
    }
    document.dispatchEvent(new Event("fairword:shown"));
    this.#count();
  }

  #swap(old, item) {
    const hadFocus = old.contains(document.activeElement);
    old.closest("li").replaceWith(item);
    if (hadFocus) item.querySelector(".row").focus();
  }

  #arrive(item) {
    const section = this.#root.querySelector("#arrived");
    section.hidden = false;
    section.querySelector("ul").append(item);
    this.#root.querySelector(".empty")?.remove();
    for (const form of this.#root.querySelectorAll("#bulk, form[data-next]")) form.hidden = false;
    const number = section.querySelectorAll(".row").length;
    this.#say(`${number} new at the end of the list`);
  }

  get #isMany() {
    return this.#rows.chosen > 0 || Boolean(this.#root.querySelector("#all")?.checked);
  }

  #count() {
    const chosen = this.#rows.chosen;
    const all = this.#root.querySelector("#pick-all");
    const rows = this.#rows.picks.length;
    this.#root.querySelector("#picked").textContent = chosen ? `${chosen} chosen:` : "None chosen";
    for (const button of this.#bulk.querySelectorAll("button")) button.disabled = !this.#isMany;
    all.checked = chosen > 0 && chosen === rows;
    all.indeterminate = chosen > 0 && chosen < rows;
    this.#bulk.classList.toggle("ready", this.#isMany);
  }

  #search() {
    const box = this.#root.querySelector(".filter-box");
    if (box.hidden) return;
    box.open = true;
    box.querySelector("#q").focus();
  }

  #closeMenus(but = null) {
    for (const menu of this.#root.querySelectorAll(".menu[open]")) {
      if (menu === but) continue;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    }
  }

  #say(...words) {
    this.#root.querySelector("#live").replaceChildren(...words);
  }

  #tell(sentence, isBad = false) {
    const said = this.#root.querySelector("#said");
    said.textContent = sentence;
    said.classList.toggle("bad", isBad);
  }

  #fail(error) {
    this.#tell(error.message, true);
    const way = wayOut(error);
    if (way) this.#root.querySelector("#said").append(" ", way);
  }
}

function keepAddressShort({ formData }) {
  for (const [field, value] of [...formData]) if (!value) formData.delete(field);
}

new List(document.querySelector("#queue"));
