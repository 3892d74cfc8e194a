// A zip of stored members, read strictly: nothing between the members, both headers of each telling the same.

const END = 0x06054b50;
const END64 = 0x06064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const WIDE = 0xffffffff;
const utf8 = new TextDecoder("utf-8", { fatal: true });

async function view(file, from, to) {
  return new DataView(await file.slice(from, to).arrayBuffer());
}

function wide(data, at) {
  return Number(data.getBigUint64(at, true));
}

// Returns Map(name → {start, size}); throws where the file is no such zip.
export async function members(file) {
  const { count, start, stop } = await directory(file);
  const data = await view(file, start, stop);
  const found = new Map();
  let at = 0;
  let end = 0;
  for (let place = 0; place < count; place += 1) {
    const entry = central(data, at);
    if (entry.offset !== end) throw new Error(`${entry.name}：在 zip 中的位置不连续`);
    if (found.has(entry.name)) throw new Error(`${entry.name}：在 zip 中重复出现`);
    const begin = await opened(file, entry);
    found.set(entry.name, { start: begin, size: entry.size });
    end = begin + entry.size;
    at = entry.next;
  }
  if (end !== start || at !== data.byteLength) throw new Error("zip 中有不属于任何文件的字节");
  return found;
}

async function directory(file) {
  const tail = await view(file, Math.max(0, file.size - 98), file.size);
  const at = tail.byteLength - 22;
  if (at < 0 || tail.getUint32(at, true) !== END) throw new Error("不是完整的 zip 文件，或末尾有多余的字节");
  let [count, length, start] = [tail.getUint16(at + 10, true), tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)];
  if (at >= 76 && tail.getUint32(0, true) === END64) [count, length, start] = [wide(tail, 32), wide(tail, 40), wide(tail, 48)];
  return { count, start, stop: start + length };
}

function central(data, at) {
  if (data.getUint32(at, true) !== CENTRAL) throw new Error("zip 的目录损坏");
  const name = data.getUint16(at + 28, true);
  const extra = data.getUint16(at + 30, true);
  const text = utf8.decode(new Uint8Array(data.buffer, at + 46, name));
  if (data.getUint16(at + 10, true) !== 0) throw new Error(`${text}：在 zip 中经过压缩`);
  let place = at + 46 + name + 4;
  const real = (value) => {
    if (value !== WIDE) return value;
    place += 8;
    return wide(data, place - 8);
  };
  const size = real(data.getUint32(at + 24, true));
  real(data.getUint32(at + 20, true));
  const offset = real(data.getUint32(at + 42, true));
  const next = at + 46 + name + extra + data.getUint16(at + 32, true);
  return { name: text, size, offset, next };
}

async function opened(file, entry) {
  const head = await view(file, entry.offset, entry.offset + 30);
  if (head.byteLength < 30 || head.getUint32(0, true) !== LOCAL) throw new Error(`${entry.name}：在 zip 中的文件头损坏`);
  const name = head.getUint16(26, true);
  const begin = entry.offset + 30 + name;
  const own = utf8.decode(await file.slice(entry.offset + 30, begin).arrayBuffer());
  if (own !== entry.name) throw new Error(`${entry.name}：zip 中的文件头与目录不一致`);
  return begin + head.getUint16(28, true);
}
