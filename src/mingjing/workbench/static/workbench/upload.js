// Large files go up in pieces (tus 1.0): progress, pause, going on after the page was closed or the network lost, several
// at once. Without this script the form sends the file itself, up to 50 MB.
import { Upload } from "./vendor/tus.e10011eb0188.js";

const PIECE = 16 * 1024 * 1024;
const RETRIES = [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000];
const running = new Set();
const waiting = new Set(); // not arrived yet, nor given up: a form is not sent without the file that was chosen for it

const size = (bytes) =>
  bytes >= 1 << 30
    ? `${(bytes / (1 << 30)).toFixed(2)} GB`
    : bytes >= 1 << 20
      ? `${(bytes / (1 << 20)).toFixed(1)} MB`
      : `${Math.max(1, Math.round(bytes / 1024))} KB`;

const make = (name, css, words = "") => {
  const made = document.createElement(name);
  made.className = css;
  made.textContent = words;
  return made;
};

const reason = (error) => {
  const answer = error.originalResponse;
  if (!answer) return "网络中断，恢复后自动继续，也可以点“继续”。";
  const body = answer.getBody();
  return body && !body.startsWith("<") ? body : `服务器没有收下（${answer.getStatus()}）。`;
};

class Row {
  // One file on its way: its line in the list, its bar, its two buttons.
  constructor(input, list, file, arrived) {
    this.arrived = arrived;
    waiting.add(this);
    this.line = make("li", "upload");
    this.line.append(make("span", "upload-name", `${file.name}，${size(file.size)}`));
    this.bar = make("progress", "upload-bar");
    this.bar.max = file.size;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", `${file.name} 的上传进度`);
    this.words = make("span", "upload-words small");
    this.words.setAttribute("role", "status");
    this.hold = make("button", "btn btn-sm btn-quiet", "暂停");
    this.quit = make("button", "btn btn-sm btn-quiet", "取消");
    for (const button of [this.hold, this.quit]) button.type = "button";
    this.line.append(this.bar, this.words, this.hold, this.quit);
    list.append(this.line);
    this.hold.addEventListener("click", () => (running.has(this) ? this.pause() : this.go()));
    this.quit.addEventListener("click", () => this.give_up());
    this.upload = new Upload(file, {
      endpoint: input.dataset.uploads,
      chunkSize: PIECE,
      retryDelays: RETRIES,
      removeFingerprintOnSuccess: true,
      metadata: { filename: file.name, case: input.dataset.case },
      headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value },
      fingerprint: async () =>
        ["mingjing", input.dataset.case, file.name, file.size, file.lastModified].join("/"),
      onShouldRetry: (error) => this.again(error.originalResponse?.getStatus() ?? 0),
      onProgress: (sent, total) => this.show(sent, total),
      onError: (error) => this.stop(reason(error)),
      onSuccess: () => this.done(),
    });
    this.began = 0;
    this.resume();
  }

  async resume() {
    const before = await this.upload.findPreviousUploads();
    if (before.length) this.upload.resumeFromPreviousUpload(before[0]);
    this.go();
  }

  go() {
    running.add(this);
    this.began = 0;
    this.hold.textContent = "暂停";
    this.line.classList.remove("has-error");
    this.words.textContent = "正在连接";
    this.upload.start();
  }

  pause() {
    running.delete(this);
    this.upload.abort();
    this.hold.textContent = "继续";
    this.words.textContent = "已暂停";
  }

  show(sent, total) {
    const now = performance.now();
    if (!this.began) [this.began, this.from] = [now, sent];
    const speed = (sent - this.from) / Math.max(1, now - this.began) / 1048.576;
    this.bar.value = sent;
    this.words.textContent = `${Math.floor((sent / total) * 100)}%${speed > 0 ? `，每秒 ${speed.toFixed(1)} MB` : ""}`;
  }

  again(status) {
    // a refusal is final; a lost connection, a failing server and a place or lock that is not free yet are not
    const worth = navigator.onLine && (status < 400 || status >= 500 || status === 409 || status === 423);
    if (worth) this.words.textContent = "连接中断，正在重试";
    this.began = 0;
    return worth;
  }

  stop(words) {
    running.delete(this);
    this.hold.textContent = "继续";
    this.line.classList.add("has-error");
    this.words.textContent = words;
  }

  give_up() {
    running.delete(this);
    waiting.delete(this);
    this.upload.abort(true).catch(() => {});
    this.line.remove();
  }

  done() {
    running.delete(this);
    waiting.delete(this);
    this.bar.value = this.bar.max;
    this.hold.remove();
    this.quit.remove();
    this.words.textContent = "已传完";
    this.arrived(this);
  }
}

const arrive = (input) => (row) => {
  const id = row.upload.url.split("/").filter(Boolean).pop();
  const chosen = document.getElementById(input.dataset.into);
  if (!chosen) {
    row.words.textContent = "已传完，请到所属的执法活动登记";
    return;
  }
  if (chosen.tagName === "SELECT" && ![...chosen.options].some((each) => each.value === id)) {
    chosen.append(new Option(row.line.firstChild.textContent, id));
  }
  chosen.value = id;
  row.words.textContent = "已传完，填好表单后提交";
};

for (const input of document.querySelectorAll("input[type=file][data-uploads]")) {
  const list = make("ul", "uploads");
  input.after(list);
  input.removeAttribute("required");
  input.addEventListener("change", () => {
    const chosen = [...input.files];
    input.value = "";
    if (!input.multiple) {
      for (const row of running) row.pause();
      waiting.clear();
      list.replaceChildren();
    }
    for (const file of chosen) new Row(input, list, file, arrive(input));
  });
  input.form?.addEventListener("submit", (event) => {
    if (!waiting.size) return;
    event.preventDefault();
    for (const row of waiting) {
      if (running.has(row)) row.words.textContent = "还在上传，传完后再提交";
      else if (!row.words.textContent.includes("取消这个文件")) row.words.textContent += "换一个文件，或者取消这个文件后再提交。";
    }
    list.scrollIntoView({ block: "center" });
  });
}

window.addEventListener("online", () => {
  for (const line of document.querySelectorAll(".upload.has-error button:first-of-type")) line.click();
});
window.addEventListener("beforeunload", (event) => {
  if (running.size) event.preventDefault();
});
