// Calls of the service, as the moderator who is signed in on this page.

import { link } from "./elements.js";

export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail ?? "The service refused that.");
    this.status = status;
    this.problem = problem;
  }
}

export class Unreachable extends Error {
  constructor() {
    super("The service can't be reached.");
  }
}

// Whether the same may be done later: the service is out of reach, or asks to sign in first.
export function isForNow(error) {
  return error instanceof Unreachable || error.status === 401 || error.status >= 500;
}

// A link to the sign-in page, which leads back here, where that is what an error asks for; else null.
export function wayOut(error) {
  const again = `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
  return error instanceof Refused && error.status === 401 ? link("Sign in again", again) : null;
}

export class Service {
  #csrf;
  #query;
  #kept;
  #filter;
  #sort;

  constructor(root) {
    this.#csrf = root.dataset.csrf;
    this.#kept = root.dataset.query ?? "";
    this.#filter = JSON.parse(root.dataset.filter ?? "{}");
    this.#sort = root.dataset.sort;
    this.#query = root.dataset.site ? `site=${encodeURIComponent(root.dataset.site)}` : "";
  }

  // The cases that are ours from now on, each with its token: the first that fit the filter of the page, in its order,
  // but none of those that were passed over.
  async claim(limit, passed = []) {
    const filter = passed.length ? { ...this.#filter, not_ids: passed } : this.#filter;
    return (await this.#post("/v1/review/claims", { limit, filter, sort: this.#sort })).cases;
  }

  // Those of these cases that were free: ours from now on, each with its token.
  async claimed(ids) {
    return (await this.#post("/v1/review/claims", { limit: ids.length, filter: { ids } })).cases;
  }

  // The page's part that shows a case; null when there is no such case any more.
  async file(id) {
    const answer = await this.#send(`/review/cases/${id}/file`, { headers: { Accept: "text/html" } }, this.#kept);
    return answer.status === 404 ? null : (await parts(answer)).querySelector(".case");
  }

  // How many cases that fit the filter of the page are open, waiting, claimed.
  async stats() {
    return this.#read(await this.#send("/v1/review/stats", {}, new URLSearchParams(this.#filter).toString()));
  }

  // Sent even while the page goes away: who decided has decided.
  async decide(id, token, verdict) {
    return this.#post(`/v1/review/cases/${id}/verdict`, { token, ...verdict }, { keepalive: true });
  }

  // Exactly these cases, one verdict; tells which were decided and why the others were not.
  async decideTogether(ids, verdict) {
    return this.#post("/v1/review/verdicts", { ids, ...verdict }, { keepalive: true });
  }

  // Takes back what was decided at one stroke; the cases wait for anybody.
  async undoGroup(group) {
    return this.#post(`/v1/review/groups/${group}/undo`, {});
  }

  // The list's rows of these cases, as they stand now.
  async rows(address, ids) {
    const joint = address.includes("?") ? "&" : "?";
    const answer = await reach(`${address}${joint}ids=${ids.join(",")}`, { headers: { Accept: "text/html" } });
    return [...(await parts(answer)).children];
  }

  async undo(id) {
    return this.#post(`/v1/review/cases/${id}/undo`, {});
  }

  // Until when the case is ours now.
  async renew(id, token) {
    return Date.parse((await this.#post(`/v1/review/cases/${id}/renew`, { token })).expires_at);
  }

  // Sent even while the page goes away.
  async release(id, token) {
    return this.#post(`/v1/review/cases/${id}/release`, { token }, { keepalive: true });
  }

  async #post(path, body, options = {}) {
    const answer = await this.#send(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": this.#csrf },
      body: JSON.stringify(body),
      ...options,
    });
    return this.#read(answer);
  }

  async #read(answer) {
    const document = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Refused(answer.status, document);
    return document;
  }

  async #send(path, options, more = "") {
    const query = [this.#query, more].filter(Boolean).join("&");
    return reach(query ? `${path}?${query}` : path, options);
  }
}

async function reach(address, options) {
  try {
    return await fetch(address, options);
  } catch {
    throw new Unreachable();
  }
}

// The elements of an answer that is a part of a page; the sign-in page and an error page are none.
async function parts(answer) {
  if (answer.redirected) throw new Refused(401, { detail: "You are signed out.", code: "sign_in_needed" });
  if (!answer.ok) throw new Unreachable();
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  return template.content;
}
