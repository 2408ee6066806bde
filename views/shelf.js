// The documents as a list: those read last come first, a box narrows it.

const MOST = 200; // rows that are shown

export default function ({ data, parentElement, setTriggerValue }) {
  const box = parentElement.querySelector("input");
  const list = parentElement.querySelector("ul");
  const count = parentElement.querySelector("p");
  let read = [];
  try { read = JSON.parse(localStorage.getItem("quoth read") ?? "[]"); } catch { /* nothing kept */ }
  if (!Array.isArray(read)) read = [];
  const last = new Map(read.map((path, place) => [path, place]));
  const rows = data.documents
    .map((row, place) => ({ ...row, place, all: fold(`${row.path} ${row.title} ${row.facts}`) }))
    .sort((one, other) => (last.get(one.path) ?? 1e9) - (last.get(other.path) ?? 1e9)
      || one.place - other.place);
  const show = () => {
    const words = fold(box.value).split(/\s+/).filter(Boolean);
    const shown = rows.filter((row) => words.every((word) => row.all.includes(word)));
    list.replaceChildren(...shown.slice(0, MOST).map(line));
    count.textContent = shown.length === rows.length
      ? (rows.length > MOST ? `The first ${MOST} of ${rows.length}` : "")
      : `${shown.length} of ${rows.length}`;
  };
  const line = (row) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `?${new URLSearchParams({ document: row.path })}`;
    link.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      setTriggerValue("opened", row.path);
    };
    const title = document.createElement("bdi");
    title.textContent = row.title;
    const facts = document.createElement("small");
    facts.textContent = last.has(row.path) ? `${row.facts} · read before` : row.facts;
    link.append(title);
    item.append(link, facts);
    return item;
  };
  box.oninput = show;
  box.onkeydown = (event) => { if (event.key === "Enter") list.querySelector("a")?.click(); };
  show();
}

const fold = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
