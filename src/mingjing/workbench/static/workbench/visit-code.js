// The code of now, drawn from those that were signed ahead for the whole task: it needs no network once the page is open.
const QUIET = 2;
const NS = "http://www.w3.org/2000/svg";
const panel = document.querySelector("[data-visit]");
const data = document.getElementById("signed");

// A phone's clock may be wrong: what counts is the server's, taken when the page came.
const ahead = (signed) => signed.now - Math.floor(Date.now() / 1000);

const dark = (bits, place) => (bits.charCodeAt(place >> 3) >> (7 - (place & 7))) & 1;

const drawn = (side, packed) => {
  const bits = atob(packed);
  let path = "";
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      if (dark(bits, y * side + x)) path += `M${x + QUIET} ${y + QUIET + 0.5}h1`;
    }
  }
  const svg = document.createElementNS(NS, "svg");
  const size = side + 2 * QUIET;
  svg.setAttribute("class", "qr");
  svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", "现场执法亮码");
  const paper = document.createElementNS(NS, "rect");
  paper.setAttribute("width", size);
  paper.setAttribute("height", size);
  paper.setAttribute("fill", "#fff");
  const ink = document.createElementNS(NS, "path");
  ink.setAttribute("d", path);
  ink.setAttribute("stroke", "#0f2238");
  svg.append(paper, ink);
  return svg;
};

const start = (signed) => {
  const shift = ahead(signed);
  const picture = panel.querySelector("[data-picture]");
  const said = panel.querySelector("[data-said]");
  let shown = null;
  const turn = () => {
    const now = Math.floor(Date.now() / 1000) + shift;
    const slice = Math.floor(now / signed.seconds);
    const left = (slice + 1) * signed.seconds - now;
    const code = signed.codes.find(([each]) => each === slice);
    if (shown !== slice) {
      shown = slice;
      picture.replaceChildren(...(code ? [drawn(code[2], code[3])] : []));
      panel.dataset.address = code ? `${signed.base}${code[1]}/` : "";
    }
    const words = code ? `${Math.ceil(left / 60)} 分钟内更换，请保持本页打开。` : "不在任务时间内，现在没有码。";
    if (said.textContent !== words) said.textContent = words;
  };
  turn();
  setInterval(turn, 1000);
};

if (panel && data) start(JSON.parse(data.textContent));
