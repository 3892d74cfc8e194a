// The page's verdict: a badge from its template, filled with what was computed.

export function badge(verdict, { title, remark, checks, next, digest }) {
  const made = document.querySelector(`template[data-verdict=${verdict}]`).content.cloneNode(true);
  made.querySelector("h2").textContent = title;
  made.querySelector(".verify-head p").textContent = remark;
  for (const { state, sentence } of checks) made.querySelector("[data-checks]").append(item(state, sentence));
  made.querySelector("[data-next]").textContent = next;
  made.querySelector("[data-digest]").textContent = digest || "";
  return made;
}

export function show(result, made) {
  result.replaceChildren(made);
  const section = result.querySelector("section");
  section.tabIndex = -1;
  section.focus();
}

function item(state, sentence) {
  const li = document.createElement("li");
  if (state !== "ok") li.className = `is-${state}`;
  const word = document.createElement("span");
  word.className = "visually-hidden";
  word.textContent = { ok: "成立：", stop: "不成立：", off: "未核对：" }[state];
  li.append(word, sentence);
  return li;
}
