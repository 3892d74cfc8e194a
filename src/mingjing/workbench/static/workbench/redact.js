// Drawing on the original: a box that is dragged becomes a line of the form. Without this script the lines are typed.
"use strict";
(() => {
  const canvas = document.getElementById("canvas");
  const over = document.getElementById("over");
  const lines = document.getElementById("id_regions");
  if (!canvas || !over || !lines) return;
  const shown = canvas.firstElementChild;
  const film = canvas.dataset.shape === "video";
  const page = document.getElementById("page");
  const SPAN = 5;
  let from = null;
  let box = null;

  const two = (number) => String(number).padStart(2, "0");
  const said = (seconds) => {
    const whole = Math.floor(seconds);
    return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  };

  // the picture may stand between black bars within its element
  const frame = () => {
    const place = shown.getBoundingClientRect();
    const wide = shown.videoWidth || shown.naturalWidth || place.width;
    const tall = shown.videoHeight || shown.naturalHeight || place.height;
    const scale = Math.min(place.width / wide, place.height / tall);
    const width = wide * scale;
    const height = tall * scale;
    return { left: place.left + (place.width - width) / 2, top: place.top + (place.height - height) / 2, width, height };
  };

  const at = (event) => {
    const place = frame();
    const within = (value) => Math.min(100, Math.max(0, value));
    return {
      x: within(((event.clientX - place.left) / place.width) * 100),
      y: within(((event.clientY - place.top) / place.height) * 100),
    };
  };

  const area = (one, other) => {
    const number = (value) => Math.round(value * 10) / 10;
    const left = number(Math.min(one.x, other.x));
    const top = number(Math.min(one.y, other.y));
    return {
      left,
      top,
      width: number(Math.min(100 - left, Math.abs(one.x - other.x))),
      height: number(Math.min(100 - top, Math.abs(one.y - other.y))),
    };
  };

  const draw = (found) => {
    const place = frame();
    const base = canvas.getBoundingClientRect();
    box.style.left = `${place.left - base.left + (found.left * place.width) / 100}px`;
    box.style.top = `${place.top - base.top + (found.top * place.height) / 100}px`;
    box.style.width = `${(found.width * place.width) / 100}px`;
    box.style.height = `${(found.height * place.height) / 100}px`;
  };

  over.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    if (film) shown.pause();
    from = at(event);
    box = document.createElement("div");
    box.className = "canvas-box";
    over.append(box);
    over.setPointerCapture(event.pointerId);
  });
  over.addEventListener("pointermove", (event) => {
    if (from) draw(area(from, at(event)));
  });
  over.addEventListener("pointerup", (event) => {
    if (!from) return;
    const found = area(from, at(event));
    from = null;
    if (found.width < 0.5 || found.height < 0.5) return box.remove();
    draw(found);
    const span = film ? `${said(shown.currentTime)}-${said(Math.min(Math.ceil(shown.duration || 1), shown.currentTime + SPAN))} ` : "";
    const where = page ? `第${page.value}页 ` : "";
    const line = `${where}${span}${found.left},${found.top},${found.width},${found.height}`;
    lines.value = lines.value.trim() ? `${lines.value.trim()}\n${line}` : line;
  });
  page?.addEventListener("change", () => {
    over.replaceChildren();
    shown.src = `${shown.src.split("?")[0]}?page=${page.value}`;
  });
  if (film) shown.addEventListener("timeupdate", () => over.replaceChildren());
})();
