// What the browser computes by itself about a bundle (案卷包). No DOM, no network. Format: `ledger/bundle/form.py`.

import { attested, fileCommitment, leafHash, openCheckpoint, parseProof, rootFromProof, same, sha256, toHex } from "./verify-core.js";
import { members } from "./bundle-zip.js";

const PIECE = 4 * 1024 * 1024;
const FILES = ["data/documents/", "data/evidence/"];
const POLICY = "data/policy.txt";
const MOST = 5;
const utf8 = new TextEncoder();

// Returns {checks, problems, facts}; `share` is told how much was read.
export async function examineBundle(file, { knownKey, siteKey, share }) {
  const problems = [];
  const bag = await Bag.read(file, share, problems);
  await bag.compare("manifest-sha256.txt", (name) => name.startsWith("data/"));
  await bag.compare("tagmanifest-sha256.txt", (name) => !name.startsWith("data/") && name !== "tagmanifest-sha256.txt");
  const { vkey } = JSON.parse(await bag.text("data/log.json"));
  const log = new Log(vkey);
  const chain = await records(bag, log);
  await sealed(bag, log, chain);
  bag.unspoken(chain);
  const policy = bag.members.has(POLICY) ? await bag.text(POLICY) : "";
  const witnessed = attested("记录所在的检查点", chain.note, policy);
  return { problems, checks: [...told(chain, problems, vkey, { knownKey, siteKey }), witnessed] };
}

class Bag {
  static async read(file, share, problems) {
    const all = await members(file);
    const folder = all.keys().next().value.split("/")[0];
    const bag = new Bag(file, folder, problems);
    let read = 0;
    for (const [name, place] of all) {
      if (!name.startsWith(`${folder}/`)) problems.push(`${name}：不在案卷包的文件夹之内`);
      const hash = sha256.create();
      for (let at = 0; at < place.size; at += PIECE) {
        const piece = await file.slice(place.start + at, place.start + Math.min(place.size, at + PIECE)).arrayBuffer();
        hash.update(new Uint8Array(piece));
        read += piece.byteLength;
        share(Math.min(1, read / file.size));
      }
      bag.members.set(name.slice(folder.length + 1), { ...place, digest: toHex(hash.digest()) });
    }
    return bag;
  }

  constructor(file, folder, problems) {
    Object.assign(this, { file, folder, problems, members: new Map() });
  }

  async text(name) {
    const place = this.members.get(name);
    if (!place) throw new Error(`${name}：缺失`);
    return new TextDecoder("utf-8", { fatal: true }).decode(await this.file.slice(place.start, place.start + place.size).arrayBuffer());
  }

  async lines(name) {
    return (await this.text(name)).split("\n").slice(0, -1).map((line) => JSON.parse(line));
  }

  // Every member's own hash against the list, and the list against the members.
  async compare(list, belongs) {
    const rows = new Map((await this.text(list)).split("\n").slice(0, -1).map((row) => [row.slice(66), row.slice(0, 64)]));
    for (const [name, { digest }] of this.members) {
      if (!belongs(name)) continue;
      if (!rows.has(name)) this.problems.push(`${name}：包内多出此文件，${list} 未列`);
      else if (rows.get(name) !== digest) this.problems.push(`${name}：内容的 SHA-256 与 ${list} 所记不符`);
      rows.delete(name);
    }
    for (const name of rows.keys()) this.problems.push(`${name}：${list} 列有此文件，包内缺失`);
  }

  unspoken(chain) {
    for (const name of this.members.keys()) {
      if (FILES.some((folder) => name.startsWith(folder)) && !chain.files.has(name)) this.problems.push(`${name}：没有一条记录提到此文件`);
    }
  }
}

class Log {
  constructor(vkey) {
    Object.assign(this, { vkey, note: "", checkpoint: null });
  }

  prove(text, entry, index) {
    const proof = parseProof(text);
    if (this.note !== proof.note) {
      this.checkpoint = openCheckpoint(proof.note, this.vkey);
      this.note = proof.note;
    }
    if (proof.index !== String(index)) throw new Error("证明的序号与记录所在的不同");
    const root = rootFromProof(proof.index, this.checkpoint.size, leafHash(entry), proof.path);
    if (!same(root, this.checkpoint.root)) throw new Error("收录证明不成立");
  }
}

async function records(bag, log) {
  const chain = { seq: 0, last: "", dossier: "", withheld: 0, opened: 0, files: new Set() };
  const bodies = await bag.lines("data/records/bodies.jsonl");
  const openings = await bag.lines("data/records/openings.jsonl");
  for (const [place, line] of (await bag.lines("data/records/heads.jsonl")).entries()) {
    const entry = follow(chain, line.head);
    log.prove(await bag.text(`data/proofs/${String(chain.seq).padStart(6, "0")}.tlog-proof`), entry, line.index);
    const told = bodies[place] || {};
    if (told.seq !== chain.seq) throw new Error(`第 ${chain.seq} 条记录的内容缺失`);
    if (told.withheld === true) chain.withheld += 1;
    else body(bag, chain, told.body, JSON.parse(line.head).body, openings);
  }
  chain.note = log.note;
  if (openings.length) bag.problems.push("openings.jsonl：多出没有对应记录的开示");
  if (bodies.length !== chain.seq) bag.problems.push("bodies.jsonl：条数与记录头不同");
  return chain;
}

function follow(chain, text) {
  const head = JSON.parse(text);
  const fits = head.seq === chain.seq + 1 && head.prev === chain.last && (!chain.dossier || head.dossier === chain.dossier);
  if (!fits) throw new Error(`第 ${chain.seq + 1} 条记录没有接在前一条之后`);
  const entry = sha256(utf8.encode(text));
  Object.assign(chain, { seq: head.seq, last: toHex(entry), dossier: head.dossier });
  return entry;
}

function body(bag, chain, text, committed, openings) {
  if (toHex(sha256(utf8.encode(text))) !== committed) throw new Error(`第 ${chain.seq} 条记录的内容与记录头所记的散列不符`);
  for (const [position, subject] of JSON.parse(text).subjects.entries()) {
    const found = openings.shift() || {};
    if (found.seq !== chain.seq || found.position !== position || found.tag !== subject.kind) throw new Error(`第 ${chain.seq} 条记录缺开示`);
    if (found.withheld === true || found.disposed === true) {
      chain.withheld += 1;
      continue;
    }
    if (toHex(commitment(found)) !== subject.commitment) bag.problems.push(`第 ${chain.seq} 条记录第 ${position + 1} 项的开示与承诺不符`);
    chain.opened += 1;
    if (!found.file) continue;
    const member = bag.members.get(found.file);
    if (!member || member.digest !== found.sha256) bag.problems.push(`${found.file}：内容与第 ${chain.seq} 条记录所记的 SHA-256 不符`);
    chain.files.add(found.file);
  }
}

// commitment of a value = SHA256(tag ‖ 0x0A ‖ salt ‖ value)
function commitment({ tag, salt, value, sha256: digest, sm3 }) {
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  if (value === undefined) return fileCommitment({ kind: tag, salt, sm3 }, bytes(digest));
  const hash = sha256.create();
  for (const part of [utf8.encode(`${tag}\n`), bytes(salt), utf8.encode(value)]) hash.update(part);
  return hash.digest();
}

async function sealed(bag, log, chain) {
  const seal = JSON.parse(await bag.text("seal/record.json"));
  const said = JSON.parse(seal.body);
  const count = chain.seq;
  const last = chain.last;
  const entry = follow(chain, seal.head);
  chain.seq = count;
  if (toHex(sha256(utf8.encode(seal.body))) !== JSON.parse(seal.head).body) throw new Error("封存记录的内容与记录头不符");
  if (said.act !== "bundle.made" || said.bundle.count !== count || said.bundle.head !== last) throw new Error("与封存记录所记的条数、末条不符：案卷的记录不全");
  for (const [name, stated] of [["manifest-sha256.txt", said.bundle.manifest], ["bag-info.txt", said.bundle.info]]) {
    if ((bag.members.get(name) || {}).digest !== stated) bag.problems.push(`${name}：与封存记录所记的散列不符`);
  }
  log.prove(await bag.text("seal/proof.tlog-proof"), entry, seal.index);
  Object.assign(chain, { at: said.at, size: log.checkpoint.size, origin: log.checkpoint.origin });
}

function told(chain, problems, vkey, { knownKey, siteKey }) {
  const checks = problems.slice(0, MOST).map((sentence) => ({ state: "stop", sentence }));
  if (problems.length > MOST) checks.push({ state: "stop", sentence: `还有 ${problems.length - MOST} 处不符` });
  if (!problems.length) {
    checks.push({ state: "ok", sentence: `第 1 条至第 ${chain.seq} 条记录前后相接，一条不少、一字未改` });
    checks.push({ state: "ok", sentence: `${chain.files.size} 个文件与记录所列的 SHA-256 相同` });
    checks.push({ state: "ok", sentence: `全部记录收在日志 ${chain.origin} 的检查点之内（${chain.size} 条），签名成立` });
    if (chain.withheld) checks.push({ state: "off", sentence: `有 ${chain.withheld} 项没有提供或者已经销毁，只以散列证明其存在` });
  }
  checks.push({ state: "off", sentence: "SM3 没有在浏览器里计算；命令行核验时一并计算" });
  if (knownKey) checks.push(vkey === knownKey.trim() ? { state: "ok", sentence: "公钥与您填写的相同" } : { state: "stop", sentence: "公钥与您填写的不同" });
  else if (vkey === siteKey) checks.push({ state: "off", sentence: "公钥与本站现用的相同，没有与别处刊登的比对" });
  else checks.push({ state: "stop", sentence: "公钥不是本站现用的：可能是换钥以前的包，请用命令行按政策核验" });
  return checks;
}
