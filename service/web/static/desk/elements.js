// Elements with text in them; whatever a commenter typed goes in as text, never as HTML.

export function paragraph(...children) {
  const line = document.createElement("p");
  line.append(...children);
  return line;
}

export function link(text, href) {
  const found = document.createElement("a");
  found.href = href;
  found.textContent = text;
  return found;
}

export function button(text, key) {
  const found = document.createElement("button");
  const hint = document.createElement("kbd");
  hint.setAttribute("aria-hidden", "true");
  hint.textContent = key;
  found.append(`${text} `, hint);
  return found;
}

export function name(text) {
  const found = document.createElement("bdi");
  found.className = "name";
  found.textContent = text;
  return found;
}

export function quote(text) {
  const found = document.createElement("q");
  found.className = "excerpt";
  found.dir = "auto";
  found.textContent = text;
  return found;
}
