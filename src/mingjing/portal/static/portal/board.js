// A window's board looks for a newer one of itself; where the network fails it keeps the last and says of when it is.

const EVERY = 20000;
const main = document.querySelector("main");
let shown = bodyOf(main);
let last = new Date(main.querySelector("[data-board-time]").dateTime);

// the time at which a page was made is no change of what it says
function bodyOf(place) {
  const copy = place.cloneNode(true);
  copy.querySelector("[data-board-state]").remove();
  return copy.innerHTML;
}

function said(date) {
  const two = (number) => String(number).padStart(2, "0");
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

function tell(fresh) {
  const state = main.querySelector("[data-board-state]");
  state.classList.toggle("is-old", !fresh);
  state.querySelector("[data-board-said]").textContent = fresh ? "内容截至" : "网络中断，内容截至";
  const time = state.querySelector("[data-board-time]");
  time.dateTime = last.toISOString();
  time.textContent = said(last);
}

async function newest() {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), EVERY / 2);
  try {
    const answer = await fetch(location.href, { cache: "no-cache", signal: stop.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main.board");
  } finally {
    clearTimeout(timer);
  }
}

async function look() {
  try {
    const found = await newest();
    const next = bodyOf(found);
    if (next !== shown) {
      main.replaceChildren(...found.childNodes);
      shown = next;
    }
    last = new Date();
    tell(true);
  } catch {
    tell(false);
  }
}

setInterval(look, EVERY);
addEventListener("online", look);
addEventListener("offline", () => tell(false));
