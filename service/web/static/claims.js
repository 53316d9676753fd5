// Holds the case on this page while somebody looks at it, says until when, and gives it back when they leave.

const LEAVE_IDLE = 15 * 60_000;
const EVERY = 30_000;

const file = document.querySelector(".case[data-token]");
const sign = document.querySelector("#held");
let seen = Date.now();

for (const kind of ["keydown", "pointerdown", "pointermove", "scroll"]) {
  addEventListener(kind, () => { seen = Date.now(); }, { passive: true });
}

function tell(sentence) {
  if (sign.textContent !== sentence) sign.textContent = sentence;
}

function until(at) {
  return new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

async function renew() {
  if (document.hidden || Date.now() - seen > LEAVE_IDLE) return;
  const csrf = document.querySelector("input[name=csrf]").value;
  const answer = await fetch(`/v1/review/cases/${file.dataset.id}/renew${location.search.match(/[?&]site=[^&]*/)?.[0].replace("&", "?") ?? ""}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
    body: JSON.stringify({ token: file.dataset.token }),
  }).catch(() => null);
  if (answer?.ok) {
    const { expires_at: at } = await answer.json();
    tell(`It is yours until ${until(Date.parse(at))}, and longer while you are here.`);
  } else if (answer?.status === 409) {
    tell("Your hold on this case has ended. You can still decide if nobody took it.");
  } else if (!answer) {
    tell(`The service can't be reached; the case is yours until ${until(Number(file.dataset.expires))}.`);
  }
}

if (file && sign) {
  renew();
  setInterval(renew, EVERY);
  document.addEventListener("visibilitychange", renew);
}
