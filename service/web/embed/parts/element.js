// The element: comments of an article and the form, in place of the plain form that stands in it.

class FairwordForm extends HTMLElement {
  static observedAttributes = ["article-id", "endpoint", "site"];

  connectedCallback() {
    // Before the page is read to its end the plain form inside may not be there yet.
    if (document.readyState !== "loading") this.start();
    else document.addEventListener("DOMContentLoaded", () => this.start(), { once: true });
  }

  attributeChangedCallback() {
    if (this.shadowRoot) this.start();
  }

  start() {
    const articleId = this.getAttribute("article-id")?.trim();
    if (!articleId || !this.isConnected) return;
    const service = new Service(this.getAttribute("endpoint"), this.getAttribute("site") ?? "", articleId);
    if (service.key === this.key) return;
    this.build(service);
    this.load();
  }

  build(service) {
    const focused = this.contains(document.activeElement) && document.activeElement.name;
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    this.key = service.key;
    this.thread = new Thread(this, service, (parent) => this.form.reply(parent));
    this.form = new Form(this, service, this.thread);
    root.replaceChildren(this.thread.element, this.form.home);
    this.replaceChildren();
    if (focused) this.form.fields[focused]?.focus();
  }

  async load() {
    const { form, thread } = this;
    form.refresh();
    form.recall(this.receipt(form.service));
    await thread.more();
    if (form.parent) form.setParent(form.parent);
    if (location.hash.startsWith("#comment-")) thread.focus(location.hash.slice(9));
  }

  // The plain form leads back with the comment's id and token in the fragment.
  receipt(service) {
    const told = new URLSearchParams(location.hash.slice(1));
    const [id, token] = [told.get("comment"), told.get("token")];
    if (!id || !token) return undefined;
    history.replaceState(history.state, "", location.pathname + location.search);
    return service.status(id, token);
  }
}

if (!customElements.get("fairword-form")) customElements.define("fairword-form", FairwordForm);
