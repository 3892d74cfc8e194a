// Hashes a file, asks the server by the hash alone, and computes the answer. The file never leaves this computer.

import { examineBundle } from "./bundle-core.js";
import { examine, sha256, toHex } from "./verify-core.js";

const PIECE = 4 * 1024 * 1024;
const OVERLAP = 512;
const CODE = /(?:^|[^0-9A-Z])([2-9A-HJ-NP-Z]{4}(?:-[2-9A-HJ-NP-Z]{4}){2})(?![0-9A-Z])/;
const NUMBER = /([\u4e00-\u9fff]{2,16}〔\d{4}〕第?\d{1,6}号)/;
const UTF16 = /<FEFF((?:[0-9A-F]{4}){4,200})>/gi;

self.onmessage = async ({ data }) => {
  try {
    self.postMessage({ done: true, ...(await answer(data)) });
  } catch (error) {
    self.postMessage({ done: true, answer: "failed", reason: error.message, checks: [] });
  }
};

async function answer({ file, endpoint, key, siteKey }) {
  if (await isZip(file)) return bundled(file, key, siteKey);
  const { digest, hint } = await read(file);
  const response = await fetch(`${endpoint}file/${digest}.json`, { credentials: "omit", cache: "no-store" });
  if (response.ok) {
    const told = await response.json();
    const checks = examine(digest, told, key);
    const sound = checks.every((check) => check.state !== "stop");
    return { answer: sound ? told.role : "unsound", digest, told: shown(told), checks, pending: !told.proof };
  }
  if (response.status !== 404) throw unanswered(response);
  const known = hint && (await lookUp(endpoint, hint));
  return { answer: known ? "copy" : "unknown", digest, hint, told: known, checks: [] };
}

async function isZip(file) {
  const [p, k] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return p === 0x50 && k === 0x4b;
}

// A bundle carries its proofs with it: nothing is asked of the server.
async function bundled(file, knownKey, siteKey) {
  const share = (part) => self.postMessage({ done: false, share: part });
  let checks;
  try {
    ({ checks } = await examineBundle(file, { knownKey, siteKey, share }));
  } catch (error) {
    checks = [{ state: "stop", sentence: error.message }];
  }
  const sound = checks.every((check) => check.state !== "stop");
  return { answer: sound ? "bundle" : "spoilt", checks };
}

function unanswered({ status }) {
  return new Error(status === 429 ? "查得太频繁，请过一分钟再试" : `本站没有回答（${status}）`);
}

function shown({ title, number, made_on, recorded_at, act, published, withdrawn }) {
  return { title, number, made_on, recorded_at, act, published, withdrawn };
}

// Read the file once, piece by piece: its hash, and what it says of itself (a code or a number in its metadata).
async function read(file) {
  const hash = sha256.create();
  let hint = null;
  let tail = new Uint8Array(0);
  for (let at = 0; at < file.size; at += PIECE) {
    const piece = new Uint8Array(await file.slice(at, at + PIECE).arrayBuffer());
    hash.update(piece);
    if (!hint || !hint.code) hint = { ...hint, ...hintIn(tail, piece) };
    tail = piece.slice(-OVERLAP);
    self.postMessage({ done: false, share: Math.min(1, (at + piece.length) / file.size) });
  }
  return { digest: toHex(hash.digest()), hint: hint && (hint.code || hint.number) ? hint : null };
}

function hintIn(tail, piece) {
  const bytes = new Uint8Array(tail.length + piece.length);
  bytes.set(tail);
  bytes.set(piece, tail.length);
  const text = new TextDecoder("utf-8").decode(bytes);
  const wide = Array.from(text.matchAll(UTF16), ([, hex]) => fromUtf16(hex)).join("\n");
  const code = CODE.exec(text) || CODE.exec(wide);
  const number = NUMBER.exec(text) || NUMBER.exec(wide);
  return { ...(code && { code: code[1] }), ...(number && { number: number[1] }) };
}

function fromUtf16(hex) {
  return String.fromCharCode(...hex.match(/.{4}/g).map((unit) => parseInt(unit, 16)));
}

async function lookUp(endpoint, hint) {
  const query = hint.code ? { code: hint.code } : { number: hint.number };
  const response = await fetch(`${endpoint}number.json?${new URLSearchParams(query)}`, { credentials: "omit" });
  if (!response.ok) throw unanswered(response);
  const told = await response.json();
  return told.answer === "matched" ? { ...told, code: hint.code || "" } : null;
}
