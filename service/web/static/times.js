// Times in the reader's zone, on hover or in sight, and "3 min ago" kept true while the page is open.

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const steps = [[86_400_000, "day", "days"], [3_600_000, "h", "h"], [60_000, "min", "min"]];
const month = 30 * 86_400_000;

function ago(at) {
  const passed = Date.now() - at;
  if (passed < 60_000) return "just now";
  const [unit, one, many] = steps.find(([length]) => passed >= length);
  const number = Math.floor(passed / unit);
  return `${number} ${number === 1 ? one : many} ago`;
}

function refresh() {
  for (const time of document.querySelectorAll("time[datetime]")) {
    const at = Date.parse(time.dateTime);
    time.title = exact.format(at);
    if ("exact" in time.dataset) time.textContent = moment.format(at);
    else if (Date.now() - at < month) time.textContent = ago(at);
  }
}

refresh();
document.addEventListener("fairword:shown", refresh);
setInterval(refresh, 30_000);
