// What was typed and not posted yet, kept in the browser for each article and service.

class Draft {
  constructor(key) {
    this.key = `fairword ${key}`;
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) || {};
    } catch {
      return {};
    }
  }

  // Merges into what is kept. Where the browser keeps nothing, nothing is kept.
  keep(changes) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ ...this.read(), ...changes }));
    } catch {
      return;
    }
  }
}
