// The work sheet by keyboard: move among the ten points, find, give a reason, save. The page works without it.
"use strict";
(() => {
  const sheet = document.getElementById("sheet");
  const hint = document.getElementById("keys");
  if (!sheet || !hint) return;
  const points = [...sheet.querySelectorAll("[data-point]")];
  const VERDICTS = { y: "sound", n: "faulty", u: "none" };
  let here = -1;
  hint.hidden = false;

  const stand = (place) => {
    if (place < 0 || place >= points.length) return;
    points[here]?.classList.remove("is-here");
    here = place;
    const point = points[here];
    point.classList.add("is-here");
    const pick = point.querySelector("input[type=radio]:checked") ?? point.querySelector("input[type=radio]");
    pick?.focus({ preventScroll: true });
    point.scrollIntoView({ block: "nearest" });
  };

  const find = (verdict) => {
    const point = points[here];
    const pick = point?.querySelector(`input[type=radio][value="${verdict}"]`);
    if (!pick) return;
    pick.checked = true;
    pick.dispatchEvent(new Event("change", { bubbles: true }));
    if (verdict !== "faulty") return stand(here + 1);
    const more = point.querySelector("details");
    if (more) more.open = true;
    point.querySelector("textarea")?.focus();
  };

  const typing = (element) => element.matches("textarea, select, input:not([type=radio])");

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      if (!sheet.contains(event.target) && typing(event.target)) return;
      event.preventDefault();
      sheet.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const inside = sheet.contains(event.target);
    if (event.key === "Escape" && inside && typing(event.target)) {
      event.target.blur();
      stand(Math.max(here, 0));
      return;
    }
    if (typing(event.target) || event.target.closest("summary, a, button")) return;
    if (!inside && event.target !== document.body) return;
    if (event.target.closest("[data-point]") === null && event.target !== document.body) return;
    const key = event.key.toLowerCase();
    if (key === "arrowdown") stand(here + 1);
    else if (key === "arrowup") stand(here - 1);
    else if (/^[0-9]$/.test(key)) stand(key === "0" ? 9 : Number(key) - 1);
    else if (key in VERDICTS && here >= 0) find(VERDICTS[key]);
    else return;
    event.preventDefault();
  });

  sheet.addEventListener("focusin", (event) => {
    const place = points.indexOf(event.target.closest("[data-point]"));
    if (place < 0 || place === here) return;
    points[here]?.classList.remove("is-here");
    here = place;
    points[here].classList.add("is-here");
  });
})();
