// Search of the exported site: one small file a month, the newest first, read until enough is found.
// A line of the index is [title, number, firm, day, file]; every word must stand in one of the first three.

const MOST = 100;
const here = new URL(".", document.baseURI);
const said = document.querySelector("#said");
const found = document.querySelector("#found");
const words = (new URLSearchParams(location.search).get("q") || "").trim();
const brackets = { "[": "〔", "]": "〕", "［": "〔", "］": "〕", "【": "〔", "】": "〕" };
const plain = (text) => text.toLowerCase().replace(/[[\]［］【】]/g, (each) => brackets[each]);

async function read(name) {
  const answer = await fetch(new URL(name, here));
  if (!answer.ok) throw new Error(name);
  return answer.json();
}

function show([title, number, , day, file]) {
  const li = document.createElement("li");
  const link = document.createElement("a");
  link.href = new URL(`../${file}`, here);
  link.textContent = title;
  const note = document.createElement("span");
  note.className = "clause";
  note.textContent = number;
  const text = document.createElement("span");
  text.append(link, document.createElement("br"), note);
  const date = document.createElement("span");
  date.className = "n";
  date.textContent = day;
  li.append(text, date);
  found.append(li);
}

async function search() {
  const asked = plain(words).split(/\s+/);
  let count = 0;
  for (const name of await read("index.json")) {
    for (const line of await read(name)) {
      const text = plain(`${line[0]} ${line[1]} ${line[2]}`);
      if (!asked.every((word) => text.includes(word))) continue;
      count += 1;
      show(line);
      if (count === MOST) return `只列出最新的 ${MOST} 件，请再加一个词。`;
    }
  }
  return count ? `共 ${count} 件。` : "没有找到。可以换一个词，或者按月查找。";
}

document.querySelector("#site-q").value = words;
if (words) {
  search().then(
    (sentence) => { said.textContent = sentence; },
    () => { said.textContent = "索引暂时读不到，请按月查找。"; },
  );
} else {
  said.textContent = "请在页首的搜索框里输入单位名称、文号或者标题里的词。";
}
