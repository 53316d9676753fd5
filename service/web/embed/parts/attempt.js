// One comment is one attempt, however often it is sent: the same body goes with the same key, over reloads too.

const UNDER_WAY = "under_way";

// `crypto.randomUUID` is missing on pages without TLS.
function randomKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Attempts {
  constructor(service, draft) {
    Object.assign(this, { service, draft, open: draft.read().attempt });
  }

  async send(body, proof) {
    if (this.open?.body !== body) this.keep({ key: randomKey(), body });
    const answer = await this.service.post(body, this.open.key, proof);
    // Without an answer the comment may have been taken: then only the same key keeps it from being there twice.
    if (answer.status && answer.status < 500 && answer.body.code !== UNDER_WAY) this.keep(null);
    return answer;
  }

  keep(attempt) {
    this.open = attempt;
    this.draft.keep({ attempt });
  }
}
