// The service behind the form.

const PATIENCE_MS = 30_000;
const SCRIPT = /\/embed\.js([?#]|$)/;

// Where this script came from; a module that was imported has no element, but the browser has listed its loading.
function ownAddress() {
  const known = document.currentScript?.src;
  if (known) return known;
  const tags = [...document.scripts].map((script) => script.src);
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  return [...tags, ...loaded].find((address) => SCRIPT.test(address)) ?? location.href;
}

const OWN_ADDRESS = ownAddress();

// Returns the answer; `status` 0 when none came, or not all of it.
async function ask(address, options = {}) {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(address, { credentials: "omit", signal, ...options });
    const body = response.ok ? await response.json() : await response.json().catch(() => ({}));
    return { status: response.status, body, waitS: Number(response.headers.get("Retry-After")) || 0 };
  } catch {
    return { status: 0, body: {}, waitS: 0 };
  }
}

class Service {
  constructor(endpoint, site, articleId) {
    this.base = new URL(endpoint || ".", endpoint ? document.baseURI : OWN_ADDRESS).href.replace(/\/?$/, "/");
    this.site = site;
    this.article = encodeURIComponent(articleId);
    this.key = [this.base, site, articleId].join(" ");
  }

  address(path, query = {}) {
    const given = Object.entries({ site: this.site, ...query }).filter(([, value]) => value);
    return `${this.base}v1/${path}?${new URLSearchParams(given)}`;
  }

  comments(after, limit) {
    return ask(this.address(`articles/${this.article}/comments`, { after, limit }));
  }

  form() {
    return ask(this.address(`articles/${this.article}/form`));
  }

  status(id, token) {
    return this.address(`comments/${encodeURIComponent(id)}`, { token });
  }

  // `proof` travels in a header: sent again with a newer token, the body is still the same.
  post(body, key, proof) {
    const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
    if (proof) headers["Fairword-Form"] = proof;
    return ask(`${this.base}v1/comments`, { method: "POST", headers, body });
  }
}
