// What the browser computes by itself about a file and what the server says of it. No DOM, no network.
// Formats: docs on the record (body, head, entry, commitment), RFC 6962/9162, C2SP signed-note and tlog-proof.

import { sha256, verifyEd25519 } from "./vendor/noble.614c39550567.js";

const utf8 = new TextEncoder();
const ED25519 = 1;
const COSIGNATURE = 4;
const PROOF_HEADER = "c2sp.org/tlog-proof@v1";

export function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function fromHex(text) {
  if (!/^([0-9a-f]{2})*$/.test(text)) throw new Error("不是十六进制");
  return Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
}

export function same(one, other) {
  return toHex(one) === toHex(other);
}

export { sha256 };

// commitment = SHA256(kind ‖ 0x0A ‖ salt ‖ sha256 ‖ sm3)
export function fileCommitment(opening, digest) {
  const parts = [utf8.encode(`${opening.kind}\n`), fromHex(opening.salt), digest, fromHex(opening.sm3)];
  return sha256(joined(...parts));
}

export function leafHash(entry) {
  return sha256(joined(Uint8Array.of(0), entry));
}

export function nodeHash(left, right) {
  return sha256(joined(Uint8Array.of(1), left, right));
}

// RFC 9162 §2.1.3.2
export function rootFromProof(index, size, leaf, path) {
  let fn = BigInt(index);
  let sn = BigInt(size) - 1n;
  if (fn > sn) throw new Error("序号超出日志大小");
  let root = leaf;
  for (const hash of path) {
    if (sn === 0n) throw new Error("证明过长");
    if (fn & 1n || fn === sn) {
      root = nodeHash(hash, root);
      while (!(fn & 1n) && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else {
      root = nodeHash(root, hash);
    }
    fn >>= 1n;
    sn >>= 1n;
  }
  if (sn !== 0n) throw new Error("证明过短");
  return root;
}

export function parseProof(text) {
  const split = text.indexOf("\n\n");
  const [header, ...lines] = text.slice(0, split).split("\n");
  if (split < 0 || header !== PROOF_HEADER) throw new Error("证明的格式不对");
  if (lines[0] && lines[0].startsWith("extra ")) lines.shift();
  const index = /^index (0|[1-9][0-9]*)$/.exec(lines.shift() || "");
  if (!index) throw new Error("证明中没有序号");
  return { index: index[1], path: lines.map(fromBase64), note: text.slice(split + 2) };
}

// name+hex8(id)+base64(type ‖ public key); id = SHA256(name ‖ 0x0A ‖ type ‖ public key)[:4]
export function parseKey(vkey, kind = ED25519) {
  const found = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(vkey.trim());
  if (!found) throw new Error("公钥的格式不对");
  const [, name, id, text] = found;
  const key = fromBase64(text);
  const computed = sha256(joined(utf8.encode(`${name}\n`), key)).slice(0, 4);
  if (toHex(computed) !== id || key[0] !== kind || key.length !== 33) throw new Error("公钥与编号不符");
  return { name, id, key: key.slice(1) };
}

// A signed note: text, an empty line, lines `— name base64(id ‖ signature)`. Returns its text and the signer's blobs.
export function signedBy(note, signer) {
  const split = note.lastIndexOf("\n\n");
  if (split < 0) throw new Error("没有签名");
  const blobs = note
    .slice(split + 2)
    .split("\n")
    .map((line) => /^— (\S+) ([A-Za-z0-9+/=]+)$/.exec(line))
    .filter((found) => found && found[1] === signer.name)
    .map((found) => fromBase64(found[2]))
    .filter((blob) => toHex(blob.slice(0, 4)) === signer.id);
  return { text: note.slice(0, split + 1), blobs };
}

// Returns the text of a note that a log's key signed.
export function openNote(note, vkey) {
  const signer = parseKey(vkey);
  const { text, blobs } = signedBy(note, signer);
  if (!blobs.length) throw new Error("没有这把密钥的签名");
  if (!blobs.every((blob) => verifyEd25519(blob.slice(4), utf8.encode(text), signer.key))) {
    throw new Error("签名不成立");
  }
  return text;
}

// Says whether a witness cosigned a note: u64 seconds ‖ signature over `cosignature/v1`, the time and the text.
function cosigned(note, vkey) {
  const signer = parseKey(vkey, COSIGNATURE);
  const { text, blobs } = signedBy(note, signer);
  return blobs.some((blob) => {
    const time = new DataView(blob.buffer, blob.byteOffset + 4, 8).getBigUint64(0);
    return verifyEd25519(blob.slice(12), utf8.encode(`cosignature/v1\ntime ${time}\n${text}`), signer.key);
  });
}

// A policy's witnesses that signed a note, by name, and whether they are the quorum it asks for (C2SP tlog-policy).
function judged(note, policy) {
  const holds = new Map();
  let [names, quorum] = [[], "none"];
  for (const line of policy.split("\n")) {
    const [word, name, told, ...members] = line.split("#")[0].trim().split(/\s+/);
    if (word === "witness") {
      holds.set(name, cosigned(note, told));
      if (holds.get(name)) names.push(name);
    }
    if (word === "group") {
      const wanted = { all: members.length, any: 1 }[told] || Number(told);
      holds.set(name, members.filter((each) => holds.get(each)).length >= wanted);
    }
    if (word === "quorum") quorum = name;
  }
  return { names, enough: quorum === "none" || holds.get(quorum) === true };
}

// What outside witnesses say of a note, as a check.
export function attested(what, note, policy) {
  const { names, enough } = judged(note, policy);
  if (!names.length) return { state: "off", sentence: `${what}没有外面的见证人副署` };
  const said = `${what}另有外面的见证人副署：${names.join("、")}`;
  return enough
    ? { state: "ok", sentence: `${said}，合乎见证政策的要求` }
    : { state: "off", sentence: `${said}，不够见证政策要求的数` };
}

// Returns origin, size and root of a checkpoint that the log's key signed.
export function openCheckpoint(note, vkey) {
  const [origin, size, root] = openNote(note, vkey).split("\n");
  if (origin !== parseKey(vkey).name) throw new Error("检查点的来源与密钥名称不符");
  return { origin, size, root: fromBase64(root) };
}

function numberIn(body) {
  try {
    return (JSON.parse(body).facts || {}).number || "";
  } catch {
    return "";
  }
}

// The checks, each from bytes: [{state: "ok" | "stop" | "off", sentence}]. `told` is the server's answer.
export function examine(digestHex, told, knownKey) {
  const checks = [];
  const check = (good, bad, test) => {
    let sentence = bad;
    let holds = false;
    try {
      const found = test();
      holds = found !== false;
      if (holds) sentence = typeof good === "function" ? good(found) : good;
    } catch (error) {
      sentence = `${bad}：${error.message}`;
    }
    checks.push({ state: holds ? "ok" : "stop", sentence });
    return holds;
  };
  const digest = fromHex(digestHex);
  const bodyBytes = utf8.encode(told.body);
  const headBytes = utf8.encode(told.head);

  check("文件的摘要与记录所列相同", "文件的摘要与记录所列不同", () => told.opening.sha256 === digestHex);
  check("摘要加盐后的承诺写在这条记录里", "记录里没有这份文件的承诺", () => {
    const subject = JSON.parse(told.body).subjects[told.opening.position];
    return subject.kind === told.opening.kind && subject.commitment === toHex(fileCommitment(told.opening, digest));
  });
  check("记录正文与记录头相符", "记录正文与记录头不符", () => JSON.parse(told.head).body === toHex(sha256(bodyBytes)));
  if (told.proof) {
    let checkpoint;
    check(
      (found) => `检查点由密钥 ${found.origin} 签名，共 ${found.size} 条`,
      "检查点的签名不成立",
      () => (checkpoint = openCheckpoint(parseProof(told.proof).note, told.vkey)),
    );
    check(
      (index) => `这条记录收在日志第 ${Number(index) + 1} 条，收录证明成立`,
      "收录证明不成立",
      () => {
        const proof = parseProof(told.proof);
        const leaf = leafHash(sha256(headBytes));
        const root = rootFromProof(proof.index, checkpoint.size, leaf, proof.path);
        return same(root, checkpoint.root) && proof.index;
      },
    );
    if (checkpoint) checks.push(attested("检查点", parseProof(told.proof).note, told.policy || ""));
  } else {
    checks.push({ state: "off", sentence: "记录刚刚写入，公开的检查点还没有收录它，过一两分钟再试可以核对收录证明" });
  }
  const recordedNumber = numberIn(told.body);
  if (recordedNumber) {
    check(`记录里写的文号是${recordedNumber}`, "文号与记录里写的不同", () => recordedNumber === told.number);
  } else {
    checks.push({ state: "off", sentence: "文书名称和文号由本站告知，请与文件上所写的对照" });
  }
  if (knownKey) {
    check("公钥与您填写的相同", "公钥与您填写的不同", () => told.vkey.trim() === knownKey.trim());
  } else {
    checks.push({ state: "off", sentence: "公钥取自本站，没有与别处刊登的比对" });
  }
  return checks;
}
