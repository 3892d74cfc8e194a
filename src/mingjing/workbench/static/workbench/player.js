// The player: marks seek, the form takes the present time. Without this script a mark opens the recording at its time.
"use strict";
(() => {
  const player = document.getElementById("player");
  if (!player) return;

  for (const mark of document.querySelectorAll("[data-seek]")) {
    mark.addEventListener("click", (event) => {
      event.preventDefault();
      player.currentTime = Number(mark.dataset.seek);
      player.scrollIntoView({ block: "nearest" });
      player.play().catch(() => {});
    });
  }

  const two = (number) => String(number).padStart(2, "0");
  const said = (seconds) => {
    const whole = Math.floor(seconds);
    const part = Math.round((seconds - whole) * 10) / 10;
    const tenth = part > 0 && part < 1 ? `.${part * 10}` : "";
    return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}${tenth}`;
  };

  for (const button of document.querySelectorAll("[data-now]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      document.getElementById(button.dataset.now).value = said(player.currentTime);
    });
  }
})();
