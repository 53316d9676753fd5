// One comment is one attempt, however often it is sent: the same body goes with the same key, over reloads too.

const UNDER_WAY_TRIES = 15;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// `crypto.randomUUID` is missing on pages without TLS.
function randomKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Attempts {
  constructor(service, draft) {
    this.service = service;
    this.draft = draft;
    this.open = draft.read().attempt;
  }

  async send(body, proof) {
    if (this.open?.body !== body) this.keep({ key: randomKey(), body });
    const answer = await this.insist(body, proof);
    // Without an answer the comment may have been taken: then only the same key keeps it from being there twice.
    if (answer.status && answer.status < 500) this.keep(null);
    return answer;
  }

  async insist(body, proof) {
    for (let tries = 1; ; tries++) {
      const answer = await this.service.post(body, this.open.key, proof);
      if (answer.body.code !== "under_way" || tries === UNDER_WAY_TRIES) return answer;
      await pause(1_000);
    }
  }

  keep(attempt) {
    this.open = attempt;
    this.draft.keep({ attempt });
  }
}
