// One case after the other: a verdict shows the next case at once and is sent meanwhile. Without this script the
// same forms do the same, a page at a time.

import { takeDoubleClicksAsOne } from "./clicks.js";
import { Holds, isOurs } from "./holds.js";
import { Keys } from "./keys.js";
import { Line } from "./line.js";
import { Live } from "./live.js";
import { isForNow, Refused, Service, wayOut } from "./service.js";
import { chosenCopies, noteOf, Shown, writeNote } from "./shown.js";
import { Stay } from "./stay.js";
import { Strip } from "./strip.js";
import { Strokes } from "./strokes.js";
import { Verdicts } from "./verdicts.js";

class Desk {
  #root;
  #service;
  #holds;
  #line;
  #strip;
  #shown;
  #stay;
  #strokes;
  #verdicts;
  #undoing = Promise.resolve();

  constructor(root) {
    this.#root = root;
    this.#service = new Service(root);
    this.#holds = new Holds(this.#service, (file) => this.#stay.lost(file));
    this.#line = new Line(this.#service, (file) => this.#holds.release(file));
    this.#strip = new Strip(root.querySelector("#strip"), () => this.undo());
    this.#strokes = new Strokes(root);
    this.#verdicts = new Verdicts(this.#service, root.dataset.me);
    this.#shown = new Shown(root, this.#holds);
    this.#stay = new Stay(root, {
      service: this.#service,
      holds: this.#holds,
      line: this.#line,
      shown: this.#shown,
      strip: this.#strip,
      onBack: () => this.#refill(),
    });
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
    this.#stay.begin();
  }

  #listen() {
    takeDoubleClicksAsOne(this.#root);
    this.#root.addEventListener("submit", (event) => this.#submit(event));
    this.#root.addEventListener("click", (event) => this.#click(event));
    this.keys = new Keys(
      this.#root,
      {
        a: () => this.decide({ verdict: "approve" }),
        s: () => this.next(),
        j: () => this.next(),
        k: () => this.previous(),
        z: () => this.undo(),
        n: () => this.#shown.file.querySelector("#note")?.focus(),
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
    } else if (event.target.closest(".verdict") && this.#shown.isOurs && ["verdict", "reason"].includes(button?.name)) {
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
    const button = this.#shown.file.querySelectorAll(".reject")[number - 1];
    if (button) this.decide({ verdict: "reject", reason: button.value });
  }

  // Shows the next case and sends the verdict meanwhile; if it is refused, the case comes back and says why.
  async decide(ruling) {
    if (!this.#shown.isOurs || this.#root.inert) return;
    const file = this.#shown.file;
    const note = noteOf(file);
    const copies = chosenCopies(file);
    this.#line.drop(copies);
    const sent = this.#verdicts.give(file, copies, { ...ruling, note });
    this.#strokes.push(sent.then((given) => given && { id: file.dataset.id, group: given.group }, () => null));
    this.#strip.done(file, ruling.verdict, copies.length);
    const next = this.#line.next();
    if (next) {
      this.#shown.show(next);
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
      this.#shown.show(next);
      return;
    }
    this.#shown.end();
    const separator = this.#root.dataset.queue.includes("?") ? "&" : "?";
    location.assign(`${this.#root.dataset.queue}${separator}none=1&done=${decided.dataset.id}`);
  }

  async #comeBack(file, error, note) {
    this.#root.inert = false;
    if (this.#shown.file !== file && this.#shown.isOurs) this.#line.putFirst(this.#shown.file);
    let again = file;
    let trouble = error;
    if (error instanceof Refused && error.status === 409) {
      const isMine = error.problem.by === this.#root.dataset.me; // in another window, or just taken again
      if (isMine || (error.problem.code === "claim_ended" && (await this.#holds.retake(file)))) {
        trouble = new Error(
          "Your hold had ended, and nobody took the case: it is yours again. Please decide once more.",
        );
      }
      again = (await this.#service.file(file.dataset.id).catch(() => null)) ?? file;
      writeNote(again, note);
    }
    this.#shown.show(again, { focus: false });
    const isStillOurs = isOurs(again);
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
      if (this.#shown.isOurs) this.#line.putFirst(this.#shown.file);
      this.#shown.show(file);
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
    const left = this.#shown.file;
    if (!this.#line.isReady && !(await this.#worked(this.#line.fillAny()))) return;
    if (this.#root.inert || this.#shown.file !== left) return;
    const next = this.#line.next();
    if (!next) {
      this.#strip.say("There is no other case for you now.");
      return;
    }
    if (this.#shown.isOurs) this.#line.pass(left);
    this.#strip.clear();
    this.#shown.show(next);
    this.#refill();
  }

  // The case that was passed over last; the one that is shown is the next then.
  async previous() {
    const left = this.#shown.file;
    let before = null;
    if (!(await this.#worked(this.#line.previous().then((file) => { before = file; })))) return;
    if (!before) {
      this.#strip.say("There is no case before this one for you now.");
    } else if (this.#root.inert || this.#shown.file !== left) {
      this.#line.putFirst(before);
    } else {
      if (this.#shown.isOurs) this.#line.putFirst(left);
      this.#strip.clear();
      this.#shown.show(before);
    }
  }

  // Waits for something, and tells what went wrong with it.
  async #worked(told) {
    return told.then(() => true, (error) => {
      this.#strip.trouble(error, { link: wayOut(error) });
      return false;
    });
  }

  // What others decide leaves our line; a shown case that somebody else decided says so.
  #happened(entry) {
    if (entry.type !== "verdict" || entry.by === this.#root.dataset.me) return;
    this.#line.drop([entry.comment_id]);
    if (this.#shown.file?.dataset.id === entry.comment_id && this.#shown.isOurs) this.#stay.back();
  }

  #refill() {
    this.#line.fill().catch((error) => {
      if (wayOut(error)) this.#strip.trouble(error, { link: wayOut(error) });
    });
  }
}

const root = document.querySelector("#desk");
if (root.querySelector(".case")) new Desk(root);
