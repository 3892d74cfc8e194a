// 核对送达回执: what was pasted (or read from a picture where the browser can) is checked here; only numbers are asked for.

import { examineReceipt, normal, parseReceipt } from "./receipt-core.js";
import { badge, show } from "./verify-badge.js";

const panel = document.querySelector("[data-receipt]");
const text = panel.querySelector("textarea");
const result = document.querySelector("[data-receipt-result]");
const WORDS = {
  ok: [
    "回执成立",
    "本机关确实送达过这一份文件：日志密钥对此签了名，记录在日志里。本机关不能再说没有送达，也不能换成另一份文件。它不说明决定是否合法、适当。",
  ],
  now: ["回执的签名成立，收录证明还没有核对", "请过一两分钟再试；也可以把回执保存好，以后随时核对。"],
  stop: ["回执核对不上", "请先核对文字有没有漏掉。没有漏的，请保存好回执，向上级机关或者法院反映。"],
};

async function check() {
  try {
    const note = normal(text.value);
    const { index, size } = parseReceipt(note);
    const response = await fetch(`${panel.dataset.receipt}/${index}-${size}.json`, { credentials: "omit", cache: "no-store" });
    if (!response.ok) throw new Error(response.status === 429 ? "查得太频繁，请过一分钟再试" : `本站没有回答（${response.status}）`);
    const told = await response.json();
    const digest = document.querySelector("[data-result] [data-digest]");
    const known = document.querySelector("[data-key]").value;
    tell(examineReceipt(note, told, known, digest ? digest.textContent : ""), told);
  } catch (error) {
    say("now", { title: "没有完成核对", remark: "", checks: [], next: error.message, digest: "" });
  }
}

function tell({ checks, receipt }, told) {
  const verdict = checks.some(({ state }) => state === "stop") ? "stop" : told.covered ? "ok" : "now";
  const [title, next] = WORDS[verdict];
  say(verdict, { title, remark: `${receipt.origin}　序号 ${receipt.index}`, checks, next, digest: receipt.file });
}

function say(verdict, words) {
  show(result, badge(verdict, words));
}

async function offerPicture() {
  if (!("BarcodeDetector" in window)) return;
  const formats = await window.BarcodeDetector.getSupportedFormats();
  if (!formats.includes("qr_code")) return;
  const label = document.createElement("label");
  label.className = "form-label mt-2";
  label.textContent = "或者选择回执二维码的照片（只在您的浏览器里读）";
  const input = document.createElement("input");
  input.type = "file";
  input.accept = "image/*";
  input.className = "form-control";
  input.addEventListener("change", async () => {
    const found = await new window.BarcodeDetector({ formats: ["qr_code"] }).detect(await createImageBitmap(input.files[0]));
    text.value = found.length ? found[0].rawValue : "";
    check();
  });
  label.append(input);
  text.after(label);
}

panel.hidden = false;
panel.querySelector("button").addEventListener("click", check);
offerPicture();
