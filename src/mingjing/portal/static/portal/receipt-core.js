// What the browser computes by itself about a receipt (回执). No DOM, no network.
// Formats: the record's own (docs), RFC 9162, C2SP signed-note, tlog-cosignature and policy.

import { attested, fromBase64, leafHash, nodeHash, openCheckpoint, openNote, rootFromProof, same, toHex } from "./verify-core.js";

const HEADER = "mingjing receipt v1";

// A receipt as it was printed, however it came through a phone: eight lines, of which the last is the signature.
export function normal(pasted) {
  const lines = pasted.split(/[\r\n]+/).map((line) => line.trim()).filter(Boolean);
  if (lines.length !== 8 || lines[0] !== HEADER || !lines[7].startsWith("— ")) throw new Error("这段文字不是完整的回执");
  return `${lines.slice(0, 7).join("\n")}\n\n${lines[7]}\n`;
}

export function parseReceipt(note) {
  const [, origin, index, entry, file, size, root] = note.split("\n");
  if (![index, size].every((text) => /^(0|[1-9][0-9]{0,18})$/.test(text))) throw new Error("回执的序号不对");
  if (BigInt(index) >= BigInt(size)) throw new Error("回执的序号不对");
  const digests = [entry, file, root].map(fromBase64);
  if (digests.some((digest) => digest.length !== 32)) throw new Error("回执的散列不对");
  return { origin, index, size, entry: digests[0], file: toHex(digests[1]), root: digests[2] };
}

// RFC 9162 §2.1.4.2: whether the tree of `size` leaves begins with that of `old` leaves.
export function consistent(old, size, oldRoot, root, proof) {
  if (old === size) return !proof.length && same(oldRoot, root);
  let fn = BigInt(old) - 1n;
  let sn = BigInt(size) - 1n;
  if (fn < 0n || fn >= sn) return false;
  const path = (BigInt(old) & fn) === 0n ? [oldRoot, ...proof] : [...proof];
  while (fn & 1n) [fn, sn] = [fn >> 1n, sn >> 1n];
  let first = path.shift();
  if (!first) return false;
  let second = first;
  for (const hash of path) {
    if (sn === 0n) return false;
    if (fn & 1n || fn === sn) {
      [first, second] = [nodeHash(hash, first), nodeHash(hash, second)];
      while (!(fn & 1n) && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else {
      second = nodeHash(second, hash);
    }
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  return sn === 0n && same(first, oldRoot) && same(second, root);
}

// The checks, each from bytes: [{state: "ok" | "stop" | "off", sentence}]. `told` is the server's answer.
export function examineReceipt(note, told, knownKey, fileDigest) {
  const checks = [];
  const say = (state, sentence) => checks.push({ state, sentence });
  const check = (good, bad, test) => {
    try {
      if (test() === false) throw new Error(bad);
      say("ok", typeof good === "function" ? good() : good);
      return true;
    } catch (error) {
      say("stop", error.message === bad ? bad : `${bad}：${error.message}`);
      return false;
    }
  };
  const receipt = parseReceipt(note);
  const key = told.keys.find(({ vkey }) => signs(note, vkey));
  const signed = check("回执由本机关的日志密钥签名，一个字也没有改动", "回执没有本机关日志密钥的签名", () => Boolean(key));
  if (signed && key.trusted !== null && BigInt(receipt.size) > BigInt(key.trusted)) {
    say("off", `签名的密钥后来被盗，本机关声明只认到第 ${key.trusted} 条：这张回执在其后`);
  }
  if (knownKey) check("签名的公钥与您填写的相同", "签名的公钥与您填写的不同", () => Boolean(key) && key.vkey === knownKey.trim());
  else say("off", "公钥取自本站，没有与别处刊登的比对");
  if (told.covered) covered(receipt, told, check, say);
  else say("off", "公开的日志还没有收录到回执的检查点，过一两分钟再试可以核对收录证明");
  if (fileDigest) check("您选的文件就是所送达的那一份", "您选的文件不是所送达的那一份", () => fileDigest === receipt.file);
  else say("off", "把收到的 PDF 放进“核对电子文件”，再核对一次回执，就一并比对文件");
  return { checks, receipt };
}

function signs(note, vkey) {
  try {
    return openNote(note, vkey).startsWith(HEADER);
  } catch {
    return false;
  }
}

function covered(receipt, told, check, say) {
  check(`送达的记录收在日志第 ${Number(receipt.index) + 1} 条，在回执的检查点之内`, "日志里没有回执上的这条记录", () =>
    same(rootFromProof(receipt.index, receipt.size, leafHash(receipt.entry), told.path.map(fromBase64)), receipt.root),
  );
  let newest;
  check(
    () => `日志现在有 ${newest.size} 条，仍是回执的检查点的延续，没有改写`,
    "日志现在的样子不是回执的检查点的延续：日志被改写过",
    () => {
      newest = openWithAny(told);
      return consistent(receipt.size, newest.size, receipt.root, newest.root, told.consistency.map(fromBase64));
    },
  );
  if (!newest) return;
  const { state, sentence } = attested("日志现在的样子", told.checkpoint, told.policy);
  say(state, sentence);
}

function openWithAny(told) {
  for (const { vkey } of [...told.keys].reverse()) {
    try {
      return openCheckpoint(told.checkpoint, vkey);
    } catch {
      // another key of the log
    }
  }
  throw new Error("检查点没有本日志密钥的签名");
}
