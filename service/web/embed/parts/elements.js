// Elements from text: nothing that anybody typed is ever read as HTML.

const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLE);

// Functions among the attributes listen. Whatever has a style of ours is a part that the page can style too.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (name === "part") setPart(element, value);
    else if (value != null) element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function setPart(element, part) {
  element.className = part;
  element.setAttribute("part", part);
}

// A name that somebody chose, kept from turning the line around it.
const named = (name) => make("bdi", { part: "author" }, name);

// A button stays in the tab order while it can't be used, so that the focus is not lost.
function setUsable(button, isUsable) {
  button.setAttribute("aria-disabled", String(!isUsable));
}

// Moves `element` to the end of `place` with the focus that is inside it.
function moveTo(place, element) {
  if (element.parentNode === place && !element.nextSibling) return;
  const focused = element.getRootNode().activeElement;
  const isInside = focused && element.contains(focused);
  place.append(element);
  if (isInside) focused.focus({ preventScroll: true });
}
