// One case after the other: a verdict shows the next case at once and is sent meanwhile. Without this script the
// same forms do the same, a page at a time.

import { takeDoubleClicksAsOne } from "./clicks.js";
import { Holds, isOurs } from "./holds.js";
import { Keys } from "./keys.js";
import { Line } from "./line.js";
import { Live } from "./live.js";
import { Presence } from "./presence.js";
import { isForNow, Refused, Service, wayOut } from "./service.js";
import { Strip } from "./strip.js";
import { Strokes } from "./strokes.js";
import { Verdicts } from "./verdicts.js";

const RENEW_EVERY = 60_000;
const IDLE = 5 * 60_000;
const LEFT = "fairword.left";

class Desk {
  #root;
  #service;
  #holds;
  #line;
  #strip;
  #current;
  #strokes;
  #verdicts;
  #undoing = Promise.resolve();
  #leaving = false;

  constructor(root) {
    this.#root = root;
    this.#service = new Service(root);
    this.#holds = new Holds(this.#service, (file) => this.#lost(file));
    this.#line = new Line(this.#service, (file) => this.#holds.release(file));
    this.#strip = new Strip(root.querySelector("#strip"), () => this.undo());
    this.#strokes = new Strokes(root);
    this.#verdicts = new Verdicts(this.#service, root.dataset.me);
    this.#current = root.querySelector(".case");
    this.#prepare(this.#current);
    this.#listen();
    new Live({
      service: this.#service,
      site: root.dataset.site,
      after: root.dataset.event,
      hears: {
        event: (entry) => this.#happened(entry),
        // Somebody has taken or given back cases.
        claims: () => this.#line.share(),
        isUp: (isUp) => isUp && this.#strip.reached(),
        isOver: (way) => this.#strip.say("You are signed out. ", way),
      },
    });
    if (this.#wasLeft()) this.#back();
    else if (this.#isOurs) this.#refill();
  }

  get #isOurs() {
    return isOurs(this.#current);
  }

  // Whether this tab left this very case; the note goes on where it stopped, also after signing in again.
  #wasLeft() {
    const { by, id, note } = JSON.parse(sessionStorage.getItem(LEFT) ?? "{}");
    sessionStorage.removeItem(LEFT);
    if (by !== this.#root.dataset.me || id !== this.#current.dataset.id) return false;
    const field = this.#current.querySelector("#note");
    if (field && note) field.value = note;
    return true;
  }

  #listen() {
    takeDoubleClicksAsOne(this.#root);
    this.#root.addEventListener("submit", (event) => this.#submit(event));
    this.#root.addEventListener("click", (event) => this.#click(event));
    const presence = new Presence({ idle: IDLE, onAway: () => this.#away(), onBack: () => this.#back() });
    setInterval(() => presence.isHere && this.#renew(), RENEW_EVERY);
    addEventListener("pagehide", () => this.#leave());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    this.keys = new Keys(
      this.#root,
      {
        a: () => this.decide({ verdict: "approve" }),
        s: () => this.next(),
        j: () => this.next(),
        k: () => this.previous(),
        z: () => this.undo(),
        n: () => this.#current.querySelector("#note")?.focus(),
        q: () => location.assign(this.#root.dataset.queue),
        "/": () => location.assign(`${this.#root.dataset.queue}#q`),
      },
      (number) => this.#rejectFor(number),
    );
  }

  #submit(event) {
    const button = event.submitter;
    if (event.target.matches("form[data-done], form[data-group]") && this.#strokes.isLast(event.target)) {
      event.preventDefault();
      this.undo();
    } else if (event.target.matches("form[data-next]") && this.#line.isReady) {
      event.preventDefault();
      this.next();
    } else if (event.target.closest(".verdict") && this.#isOurs && ["verdict", "reason"].includes(button?.name)) {
      event.preventDefault();
      this.decide(button.name === "reason" ? { verdict: "reject", reason: button.value } : { verdict: "approve" });
    }
  }

  #click(event) {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act === "skip") this.next();
    if (act === "keys") this.keys.show();
  }

  #rejectFor(number) {
    const button = this.#current.querySelectorAll(".reject")[number - 1];
    if (button) this.decide({ verdict: "reject", reason: button.value });
  }

  // Shows the next case and sends the verdict meanwhile; if it is refused, the case comes back and says why.
  async decide(ruling) {
    if (!this.#isOurs || this.#root.inert) return;
    const file = this.#current;
    const note = file.querySelector("#note").value;
    const copies = chosenCopies(file);
    this.#line.drop(copies);
    const sent = this.#verdicts.give(file, copies, { ...ruling, note });
    this.#strokes.push(sent.then((given) => given && { id: file.dataset.id, group: given.group }, () => null));
    this.#strip.done(file, ruling.verdict, copies.length);
    const next = this.#line.next();
    if (next) {
      this.#show(next);
      this.#refill();
    } else {
      this.#root.inert = true;
    }
    try {
      this.#tellKept((await sent)?.kept ?? []);
      if (!next) await this.#goOn(file);
    } catch (error) {
      await this.#comeBack(file, error, note);
    }
  }

  #tellKept(kept) {
    if (kept.length) this.#strip.trouble(new Error(`${kept.length} like it stay as they are: ${kept[0].detail}`));
  }

  // There was no next case when the last verdict was given: look once more, else it is the queue's turn.
  async #goOn(decided) {
    await this.#line.fillAny().catch(() => {});
    this.#root.inert = false;
    const next = this.#line.next();
    if (next) {
      this.#show(next);
      return;
    }
    this.#current = null;
    const separator = this.#root.dataset.queue.includes("?") ? "&" : "?";
    location.assign(`${this.#root.dataset.queue}${separator}none=1&done=${decided.dataset.id}`);
  }

  async #comeBack(file, error, note) {
    this.#root.inert = false;
    if (this.#current !== file && this.#isOurs) this.#line.putFirst(this.#current);
    let shown = file;
    let trouble = error;
    if (error instanceof Refused && error.status === 409) {
      const isMine = error.problem.by === this.#root.dataset.me; // in another window, or just taken again
      if (isMine || (error.problem.code === "claim_ended" && (await this.#holds.retake(file)))) {
        trouble = new Error(
          "Your hold had ended, and nobody took the case: it is yours again. Please decide once more.",
        );
      }
      shown = (await this.#service.file(file.dataset.id).catch(() => null)) ?? file;
      const field = shown.querySelector("#note");
      if (field) field.value = note;
    }
    this.#show(shown, { focus: false });
    const isStillOurs = isOurs(shown);
    this.#strip.trouble(trouble, { note: isStillOurs ? "" : note, link: wayOut(error) });
    if (!isStillOurs) this.#refill();
  }

  // Takes the last stroke of this tab back, then the one before, and so on.
  undo() {
    const stroke = this.#strokes.pop();
    if (stroke) this.#undoing = this.#undoing.then(() => this.#undo(stroke));
    else this.#strip.say("There is nothing to take back.");
  }

  async #undo(stroke) {
    const told = await stroke.told;
    if (!told) return;
    try {
      const file = await this.#service.file(await this.#takeBack(told));
      if (this.#isOurs) this.#line.putFirst(this.#current);
      this.#show(file);
      this.#strip.say("The verdict is taken back: the case is open again, and yours.");
    } catch (error) {
      if (isForNow(error)) this.#strokes.putBack(stroke);
      this.#strip.trouble(error, { link: wayOut(error) });
    }
  }

  // Returns which of the stroke's cases is to be shown; it is ours again.
  async #takeBack({ id, group }) {
    if (!group) {
      await this.#service.undo(id);
      return id;
    }
    const { done, refused } = await this.#service.undoGroup(group);
    const shown = id ?? done[0];
    if (!done.includes(shown)) throw new Error(refused[0]?.detail ?? "There is nothing to take back.");
    await this.#service.claimed([shown]);
    return shown;
  }

  // The next case: the one that is shown comes round again once there is no other.
  async next() {
    const shown = this.#current;
    if (!this.#line.isReady && !(await this.#worked(this.#line.fillAny()))) return;
    if (this.#root.inert || this.#current !== shown) return;
    const next = this.#line.next();
    if (!next) {
      this.#strip.say("There is no other case for you now.");
      return;
    }
    if (this.#isOurs) this.#line.pass(shown);
    this.#strip.clear();
    this.#show(next);
    this.#refill();
  }

  // The case that was passed over last; the one that is shown is the next then.
  async previous() {
    const shown = this.#current;
    let before = null;
    if (!(await this.#worked(this.#line.previous().then((file) => { before = file; })))) return;
    if (!before) {
      this.#strip.say("There is no case before this one for you now.");
    } else if (this.#root.inert || this.#current !== shown) {
      this.#line.putFirst(before);
    } else {
      if (this.#isOurs) this.#line.putFirst(shown);
      this.#strip.clear();
      this.#show(before);
    }
  }

  // Waits for something, and tells what went wrong with it.
  async #worked(told) {
    return told.then(() => true, (error) => {
      this.#strip.trouble(error, { link: wayOut(error) });
      return false;
    });
  }

  #show(file, { focus = true } = {}) {
    this.#prepare(file);
    if (this.#current !== file) this.#root.querySelector(".case").replaceWith(file);
    this.#current = file;
    this.#holds.takeCopies(file);
    history.replaceState(null, "", file.dataset.path);
    document.title = file.dataset.title;
    document.dispatchEvent(new Event("fairword:shown"));
    if (focus) {
      file.querySelector("h1").focus({ preventScroll: true });
      scrollTo(0, 0);
    }
  }

  #prepare(file) {
    for (const button of this.#root.querySelectorAll("[data-act]")) button.hidden = false;
    for (const button of file.querySelectorAll("[data-act]")) button.hidden = false;
    if (isOurs(file)) this.#holds.sign(file);
  }

  // What others decide leaves our line; a shown case that somebody else decided says so.
  #happened(entry) {
    if (entry.type !== "verdict" || entry.by === this.#root.dataset.me) return;
    this.#line.drop([entry.comment_id]);
    if (this.#current?.dataset.id === entry.comment_id && this.#isOurs) this.#back();
  }

  #refill() {
    this.#line.fill().catch((error) => {
      if (wayOut(error)) this.#strip.trouble(error, { link: wayOut(error) });
    });
  }

  async #renew() {
    await this.#holds.renew([...this.#line.held, ...(this.#isOurs ? [this.#current] : [])]);
  }

  async #lost(file) {
    if (file === this.#current) await this.#back();
    else this.#line.drop([file.dataset.id]);
  }

  #away() {
    this.#giveBack();
    this.#root.classList.add("away");
    if (this.#current) this.#holds.signGivenBack(this.#current);
  }

  // Who comes back, or loads the page again, gets the case on it once more, unless somebody took it meanwhile.
  async #back() {
    this.#root.classList.remove("away");
    const before = this.#current;
    if (!before) return;
    // A page that is left gives its case back, perhaps only after this one was loaded: not what is taken now.
    if (this.#isOurs) await this.#service.release(before.dataset.id, before.dataset.token).catch(() => {});
    await this.#holds.retake(before);
    const file = await this.#service.file(before.dataset.id).catch(() => null);
    if (!file) return;
    const note = before.querySelector("#note")?.value ?? "";
    const field = file.querySelector("#note");
    if (field) field.value = note;
    if (this.#current === before) {
      this.#show(file, { focus: false });
      if (note && !field) this.#strip.trouble(new Error("The case is no longer yours."), { note });
    } else { // another is shown meanwhile: this one waits, with the token that it has now
      this.#line.drop([before.dataset.id]);
      if (isOurs(file)) this.#line.putFirst(file);
    }
    if (this.#isOurs) this.#refill();
  }

  #leave() {
    if (this.#leaving) return;
    this.#leaving = true;
    if (this.#isOurs) {
      const { id } = this.#current.dataset;
      const note = this.#current.querySelector("#note").value;
      sessionStorage.setItem(LEFT, JSON.stringify({ by: this.#root.dataset.me, id, note }));
    }
    this.#giveBack();
  }

  #giveBack() {
    this.#line.clear();
    if (this.#isOurs) this.#holds.release(this.#current);
  }
}

function chosenCopies(file) {
  return [...file.querySelectorAll("[data-copy]:checked:not(:disabled)")].map((box) => box.dataset.copy);
}

const root = document.querySelector("#desk");
if (root.querySelector(".case")) new Desk(root);
