// The list of open cases by keys, and how many are chosen.

import { Keys } from "./keys.js";

const root = document.querySelector("#queue");
const rows = [...root.querySelectorAll(".row")];
const picks = rows.map((row) => row.querySelector(".pick")).filter((pick) => !pick.disabled);
const bulk = document.querySelector("#bulk");
const all = document.querySelector("#pick-all");

function count() {
  const chosen = picks.filter((pick) => pick.checked).length;
  document.querySelector("#picked").textContent = chosen ? `${chosen} chosen:` : "None chosen";
  for (const button of bulk.querySelectorAll("button")) button.disabled = !chosen;
  all.checked = chosen > 0 && chosen === picks.length;
  all.indeterminate = chosen > 0 && chosen < picks.length;
  bulk.classList.toggle("ready", chosen > 0);
}

function step(by) {
  const here = rows.indexOf(document.activeElement.closest(".row"));
  const next = rows[Math.min(Math.max(here + by, 0), rows.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function within(selector) {
  return document.activeElement.closest(".row")?.querySelector(selector);
}

function pick() {
  const box = within(".pick");
  if (!box || box.disabled) return;
  box.checked = !box.checked;
  count();
}

function press(selector) {
  const button = root.querySelector(selector);
  if (button && !button.disabled) button.click();
}

function search() {
  const box = root.querySelector(".filter-box");
  if (!box) return;
  box.open = true;
  box.querySelector("#q").focus();
}

function reject(number) {
  const reasons = bulk?.querySelector("select");
  if (!reasons || number > reasons.options.length) return;
  reasons.selectedIndex = number - 1;
  press("#bulk .reject");
}

const keys = new Keys(
  root,
  {
    j: () => step(1),
    k: () => step(-1),
    o: () => within("[data-open]")?.click(),
    x: pick,
    a: () => press("#bulk .approve"),
    t: () => press("form[data-next] button"),
    z: () => press(".done button"),
    "/": search,
  },
  reject,
);

for (const button of root.querySelectorAll("[data-act=keys]")) {
  button.hidden = false;
  button.addEventListener("click", () => keys.show());
}
if (bulk) {
  all.parentElement.hidden = false;
  all.addEventListener("change", () => {
    for (const box of picks) box.checked = all.checked;
    count();
  });
  for (const box of picks) box.addEventListener("change", count);
  count();
}
if (location.hash === "#q") search();
