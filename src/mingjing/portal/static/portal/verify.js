// The drop zone of /verify/: hands the file to a worker and writes its answer into the page.

import { badge, show } from "./verify-badge.js";

const zone = document.querySelector("[data-verify]");
const input = zone.querySelector("input[type=file]");
const keyField = zone.querySelector("[data-key]");
const result = document.querySelector("[data-result]");
const progress = zone.querySelector("progress");
const phone = zone.dataset.phone;

// answer → [verdict, title, what to do next]
const WORDS = {
  served: [
    "ok",
    "与送达件一致",
    "这份文件与本机关送达时记录的电子文本相同，一个字节也没有改动。电子文本不带印章；加盖印章的纸质件以纸质件为准。",
  ],
  public: [
    "ok",
    "与公示件（遮盖件）一致",
    "这份文件与本机关公示的遮盖件相同，一个字节也没有改动。它按规则隐去了部分内容，不是送达当事人的那一份。",
  ],
  copy: [
    "now",
    "不是记录的那份文件：像是扫描件或者另存件",
    "扫描、截图、打印后另存的文件，或者内容有变动的文件，摘要都会不同。请用下面的文号与验真码查验，并与公示件逐项比对。",
  ],
  unknown: [
    "now",
    "本机关无此记录",
    "没有与这份文件逐字节相同的记录。如果它是纸质件的扫描件、照片或者另存的文件，请在下面输入文书上的文号和验真码再查一次；先不要按文件上的账号缴款。",
  ],
  unsound: ["stop", "本站的回答不能自证", "本站说有这份文件的记录，但给出的证据核对不上。请不要采信，并致电本机关。"],
  bundle: ["ok", "案卷包完整，没有改动", "包里每条记录、每个文件都能自证。公钥请再与送达的文书、公告栏刊登的比对；也可以在断网的电脑上用命令核验。"],
  spoilt: ["stop", "案卷包核验不通过", "包里有缺少、多出或者改动的内容，或者不是本机关日志的包。请不要采信，请向出具的机关重新索取。"],
  failed: ["now", "没有完成核对", "文件没有读完，或者连不上本站。请再试一次。"],
};

let worker = null;

function start(file) {
  if (!file) return;
  if (worker) worker.terminate();
  worker = new Worker(zone.dataset.worker, { type: "module" });
  progress.hidden = false;
  progress.value = 0;
  result.replaceChildren();
  worker.onmessage = ({ data }) => (data.done ? finish(file, data) : (progress.value = data.share));
  worker.onerror = (event) => {
    event.preventDefault();
    finish(file, { answer: "failed", reason: "浏览器不支持本页的核对程序", checks: [] });
  };
  worker.postMessage({ file, endpoint: zone.dataset.endpoint, key: keyField.value, siteKey: zone.dataset.vkey });
}

function finish(file, found) {
  progress.hidden = true;
  worker.terminate();
  worker = null;
  const [verdict, title, next] = WORDS[found.answer];
  const settled = verdict === "ok" && found.pending ? "now" : verdict;
  const made = badge(settled, {
    title,
    remark: remark(file, found),
    checks: [...found.checks, ...stateOfPublication(found)],
    next: found.reason ? `${next}（${found.reason}）` : next,
    digest: found.digest,
  });
  made.querySelector("[data-more]").replaceChildren(...links(found));
  show(result, made);
}

function remark(file, { told }) {
  if (!told || !told.title) return file.name;
  const recorded = told.recorded_at ? `，${moment(told.recorded_at)} 由“${told.act}”一步记录` : "";
  return `${told.title}　${told.number}${recorded}`;
}

function moment(iso) {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)}`;
}

function stateOfPublication({ told, answer }) {
  if (!["served", "public"].includes(answer)) return [];
  if (told.withdrawn) return [{ state: "off", sentence: "这份决定的公示信息已经撤下" }];
  if (told.published) return [{ state: "ok", sentence: "公示状态：已公开，现行有效" }];
  return [{ state: "off", sentence: "这份文书没有公开" }];
}

function links({ told, answer, hint }) {
  const made = [];
  const add = (text, href) => {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = text;
    made.push(link);
  };
  if (told && (told.published || told.url)) add("查看公示页", told.published || told.url);
  if (answer === "copy" || answer === "unknown") {
    const query = new URLSearchParams(hint || {});
    add("用文号和验真码查验", hint ? `${zone.dataset.endpoint}number?${query}` : "#number");
  }
  if (phone && answer !== "served" && answer !== "public") add(`咨询电话 ${phone}`, `tel:${phone.replace(/[^0-9+]/g, "")}`);
  return made;
}

zone.hidden = false;
input.addEventListener("change", () => start(input.files[0]));
for (const name of ["dragenter", "dragover"]) {
  zone.addEventListener(name, (event) => {
    event.preventDefault();
    zone.classList.add("is-over");
  });
}
zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
zone.addEventListener("drop", (event) => {
  event.preventDefault();
  zone.classList.remove("is-over");
  start(event.dataTransfer.files[0]);
});
