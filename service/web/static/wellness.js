// What is blurred or covered can be reached by keys; hard cases in a row are counted, gently.

const { blur, mask, pauseAfter } = document.body.dataset;
const REMEMBERED = "fairword.hard";

function reachable() {
  const covered = [blur !== undefined && ".words", mask !== undefined && ".excerpt, mark"];
  const selector = covered.filter(Boolean).join(", ");
  for (const text of selector ? document.querySelectorAll(selector) : []) text.tabIndex = 0;
}

// A case is hard when the model minded a word in it strongly.
function count() {
  const shown = document.querySelector("article.case");
  if (!shown) return;
  const seen = JSON.parse(sessionStorage.getItem(REMEMBERED) ?? '{"row":0,"id":""}');
  if (seen.id === shown.dataset.id) return;
  const row = shown.querySelector("mark.raised-3") ? seen.row + 1 : 0;
  sessionStorage.setItem(REMEMBERED, JSON.stringify({ row, id: shown.dataset.id }));
  if (row && row % Number(pauseAfter) === 0) {
    told.textContent = `Those were ${row} hard ones in a row. A few minutes off do good; the queue waits.`;
  } else {
    told.textContent = "";
  }
}

const told = Object.assign(document.createElement("p"), { className: "pause" });
told.setAttribute("role", "status");
document.querySelector("main").append(told);

function shown() {
  reachable();
  if (Number(pauseAfter)) count();
}

shown();
document.addEventListener("fairword:shown", shown);
