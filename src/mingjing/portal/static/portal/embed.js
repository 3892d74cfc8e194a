// For other sites: <div data-mingjing="https://…/feeds/decision.json" data-count="10"></div> becomes a list of links.
// Nothing of the feed is read as HTML; where it cannot be had, a link to it stays.

const day = (text) => text.slice(0, 10);

function line(item) {
  const li = document.createElement("li");
  const link = document.createElement("a");
  link.href = item.url;
  link.textContent = item.title;
  const date = document.createElement("time");
  date.dateTime = item.date_published;
  date.textContent = day(item.date_published);
  li.append(link, " ", date);
  return li;
}

async function fill(place) {
  const answer = await fetch(place.dataset.mingjing);
  if (!answer.ok) throw new Error(String(answer.status));
  const feed = await answer.json();
  const list = document.createElement("ul");
  list.append(...feed.items.slice(0, Number(place.dataset.count) || 10).map(line));
  place.replaceChildren(list);
}

for (const place of document.querySelectorAll("[data-mingjing]")) {
  fill(place).catch(() => {
    const link = document.createElement("a");
    link.href = place.dataset.mingjing;
    link.textContent = "行政执法公示";
    place.replaceChildren(link);
  });
}
