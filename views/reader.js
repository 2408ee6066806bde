// The reader: text and printed page of a document, side by side or one alone. All of it comes
// from /reading/…, piece by piece; a rerun of the page's script only says which place is meant.

const AHEAD = 1500; // pixels of text beyond what is seen
const MOST = 80; // parts of the text that are kept
const NARROW = 900; // pixels below which only one of text and page fits
const MARGIN = 12;
const LINES = 48; // pixels, some two lines of the text
const SWIPE = 60; // pixels across that turn a page, at least twice as many as up or down
const QUICK = 700; // milliseconds that a swipe takes at most

export default function ({ data, parentElement }) {
  if (!parentElement.quothReader) {
    parentElement.quothReader = new Reader(parentElement);
  }
  parentElement.quothReader.told(data);
  return () => {
    parentElement.quothReader?.end();
    delete parentElement.quothReader;
  };
}

const get = async (name, parts) => {
  const words = new URLSearchParams(parts);
  const answer = await fetch(`./reading/${name}?${words}`, { cache: "no-store" })
    .catch(() => { throw new Error("Quoth has been stopped or cannot be reached. What is shown here stays."); });
  const told = await answer.json().catch(() => ({ words: "This could not be fetched; reload the page." }));
  if (!answer.ok) throw Object.assign(new Error(told.words), { status: answer.status });
  return told;
};

const kept = (name, otherwise) => {
  try { return localStorage.getItem(`quoth ${name}`) ?? otherwise; } catch { return otherwise; }
};
const keep = (name, value) => {
  try { localStorage.setItem(`quoth ${name}`, value); } catch { /* the browser keeps nothing */ }
};

class Reader {
  constructor(root) {
    this.root = root;
    const find = (selector) => root.querySelector(selector);
    Object.assign(this, {
      reader: find(".reader"), text: find(".text > div"), pane: find(".text"),
      printed: find(".printed"), sheet: find(".sheet"), panel: find(".panel"),
      number: find("input.number"), total: find(".total"), words: find("input.words"),
      count: find(".count"), said: find(".said"), contents: find(".contents"),
      passages: find(".passages"), filter: find(".panel input"),
    });
    this.ending = new AbortController();
    const { signal } = this.ending;
    const on = (target, event, how, options = {}) =>
      target.addEventListener(event, how, { signal, ...options });
    const click = (name, how) => on(find(name), "click", how);
    click(".menu", () => this.open(this.panel.hidden));
    click(".previous", () => this.turn(-1));
    click(".next", () => this.turn(1));
    click(".hit-next", () => this.step(1));
    click(".hit-previous", () => this.step(-1));
    click(".print", () => this.print());
    for (const view of ["text-only", "both", "page"]) {
      click(`.view-${view}`, () => this.choose(view));
    }
    on(this.number, "change", () => this.entered());
    on(this.number, "focus", () => this.number.select());
    on(this.words, "input", () => this.typed());
    on(this.words, "keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); this.enter(event.shiftKey ? -1 : 1); }
      if (event.key === "Escape") {
        this.words.value = "";
        this.search();
        this.focus();
      }
    });
    on(this.filter, "input", () => this.list());
    on(this.pane, "scroll", () => {
      this.frame ??= requestAnimationFrame(() => { this.frame = null; this.scrolled(); });
    });
    on(window, "resize", () => { this.fit(); this.look(); });
    this.reflow = new ResizeObserver(() => this.hold());
    this.reflow.observe(this.text);
    on(this.printed, "touchstart", (event) => this.touched(event), { passive: true });
    on(this.printed, "touchend", (event) => this.swiped(event), { passive: true });
    on(this.printed, "touchcancel", () => { this.touch = null; }, { passive: true });
    on(window, "popstate", () => this.went());
    on(window, "keydown", (event) => this.pressed(event));
    this.fit();
  }

  end() {
    this.ending.abort();
    this.reflow.disconnect();
    for (const timer of [this.timer, this.opening, this.ahead]) clearTimeout(timer);
  }

  // What the page's script says: the document, the place in it, the question.
  async told(data) {
    const before = this.data;
    const said = JSON.stringify(data);
    if (this.known === said) return;
    this.known = said;
    this.data = data;
    this.place = [data.start, data.end];
    if (before?.document !== data.document) await this.begin();
    else await this.arrive(data.start, data.end);
  }

  async begin() {
    this.find = ""; this.hits = []; this.hit = -1; this.low = this.high = 0;
    this.found = []; this.passage = -1; this.leaf = 0; this.anchor = null; this.own = 0;
    this.drawer = { busy: false, again: false };
    this.entry = -1;
    this.text.replaceChildren();
    requestAnimationFrame(() => this.fit());
    this.opening = setTimeout(() => this.say("Opening the document…"), 500);
    try {
      this.about = await get("document", { document: this.data.document });
    } catch (error) { this.say(error.message); return; } finally { clearTimeout(this.opening); }
    this.note();
    const { pages, printed } = this.about;
    this.leaves = printed
      ? Array.from({ length: Math.max(0, ...pages.map(([number]) => number)) }, (_, at) => at + 1)
      : pages.map((_, at) => at + 1);
    this.byNumber = new Map(pages.map((page, at) => [printed ? page[0] : at + 1, page]));
    this.reader.classList.toggle("pageless", !this.leaves.length);
    for (const each of this.root.querySelectorAll(".of-pages")) each.hidden = !this.leaves.length;
    for (const each of this.root.querySelectorAll(".of-printed")) each.hidden = !printed;
    this.look();
    this.list();
    const listed = this.about.contents.length > 1 || !!this.data.q;
    this.root.querySelector(".of-contents").hidden = !listed;
    this.open(listed && window.innerWidth > 1250 && kept("panel", "open") === "open", true);
    if (!this.toAsked()) this.go(this.data.start);
    if (this.data.q) this.ask();
    if (document.activeElement === document.body) {
      const pane = this.focus();
      pane.classList.add("arrived"); // no ring that nobody asked for
      pane.addEventListener("blur", () => pane.classList.remove("arrived"), { once: true });
    }
  }

  // The keys that scroll do so in what is read.
  focus() {
    const pane = this.view === "page" ? this.printed : this.pane;
    pane.focus({ preventScroll: true });
    return pane;
  }

  // The documents read last are kept in this browser, for the list of documents.
  note() {
    let read = [];
    try { read = JSON.parse(kept("read", "[]")); } catch { /* made by something else */ }
    const others = Array.isArray(read) ? read.filter((each) => each !== this.data.document) : [];
    keep("read", JSON.stringify([this.data.document, ...others].slice(0, 50)));
  }

  say(words) { this.said.textContent = words ?? ""; }

  fit() {
    const top = this.reader.getBoundingClientRect().top;
    const room = window.innerHeight - Math.max(0, top) - MARGIN;
    this.reader.style.height = `${Math.max(360, room)}px`;
  }

  look() {
    const printed = this.about?.printed;
    const narrow = window.innerWidth < NARROW;
    let view = printed ? kept("view", narrow ? "page" : "both") : "text-only";
    if (narrow && view === "both") view = "page";
    for (const each of ["text-only", "both", "page"]) {
      this.reader.classList.toggle(each, each === view);
      this.root.querySelector(`.view-${each}`).setAttribute("aria-pressed", each === view);
    }
    const covered = this.view === "page" && view !== "page";
    this.view = view;
    this.root.querySelector(".print").textContent = view === "page" ? "Print this page" : "Print";
    if (!this.leaf) return;
    if (printed && view !== "text-only") this.draw();
    if (covered) this.uncover();
  }

  choose(view) {
    const covered = this.view === "page";
    keep("view", view);
    this.look();
    if (!covered) this.follow();
  }

  // The text comes into sight where the page is.
  uncover() {
    const [start, end] = this.place;
    const page = this.byNumber.get(this.leaf);
    if (start < end && this.leafAt(start) === this.leaf) this.go(start);
    else if (page) this.goPage(this.leaf, page[2]);
  }

  open(shown, quietly = false) {
    this.panel.hidden = !shown;
    this.reader.classList.toggle("panelled", !!shown);
    this.root.querySelector(".menu").setAttribute("aria-expanded", !!shown);
    if (!quietly && window.innerWidth > NARROW) keep("panel", shown ? "open" : "shut");
    if (shown) this.pointed();
  }

  list() {
    const wanted = this.filter.value.trim().toLowerCase();
    const entries = [...this.about.contents.entries()];
    const shown = entries.filter(([, { label }]) => label.toLowerCase().includes(wanted));
    this.contents.replaceChildren(...shown.slice(0, 500).map(([number, entry]) => {
      const button = this.way(entry.label, entry.start, entry.start);
      button.style.paddingLeft = `${0.25 + 0.8 * Math.min(entry.depth, 4)}rem`;
      button.dataset.entry = number;
      return item(button);
    }));
    this.pointed();
    this.root.querySelector(".contents-head").hidden = this.about.contents.length < 2;
    this.contents.hidden = this.about.contents.length < 2;
    this.filter.hidden = this.about.contents.length < 12;
  }

  // The section of that character is where one stands.
  stand(offset) {
    const entry = this.about.contents.findLastIndex(({ start }) => start <= offset);
    if (entry === this.entry) return;
    this.entry = entry;
    this.pointed();
  }

  // The same of what is seen: the last section that begins above the first lines.
  located() {
    const line = this.pane.getBoundingClientRect().top + LINES;
    const above = [...this.text.querySelectorAll(".entry")]
      .filter((each) => each.getBoundingClientRect().top <= line).pop();
    this.stand(above ? this.about.contents[above.dataset.entry].start : this.about.parts[this.low]);
  }

  pointed() {
    for (const each of this.contents.querySelectorAll("button")) {
      if (Number(each.dataset.entry) !== this.entry) { each.removeAttribute("aria-current"); continue; }
      each.setAttribute("aria-current", "location");
      const { top, bottom } = each.getBoundingClientRect(), panel = this.panel.getBoundingClientRect();
      if (top < panel.top) this.panel.scrollTop -= panel.top - top;
      if (bottom > panel.bottom) this.panel.scrollTop += bottom - panel.bottom;
    }
  }

  way(words, start, end) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.onclick = () => {
      if (window.innerWidth <= NARROW) this.open(false, true);
      this.visit(start, end);
    };
    return button;
  }

  // What the question finds in this document; the models may take a moment.
  async ask() {
    const { document: path, q } = this.data;
    const head = this.root.querySelector(".passages-head");
    head.hidden = false;
    head.textContent = "Looking for what answers the question here…";
    try {
      const { passages, answered } = await get("found", { document: path, q });
      if (this.data.q !== q || this.data.document !== path) return;
      const count = passages.length === 1 ? "1 passage" : `${passages.length} passages`;
      head.textContent = !passages.length ? "Nothing is found for the question here."
        : answered ? `${count} found for the question, nearest first`
          : `Nothing here seems to answer the question. ${count} near it, nearest first`;
      this.found = passages;
      this.passages.replaceChildren(...passages.map((each, at) => {
        const button = this.way(each.heading || each.text, each.start, each.end);
        button.title = "n: the next passage, p: the one before";
        button.addEventListener("click", () => this.passed(at));
        const more = document.createElement("small");
        more.textContent = each.heading ? `${each.text} (${each.how})` : `(${each.how})`;
        button.append(more);
        return item(button);
      }));
    } catch (error) { head.textContent = error.message; }
  }

  nextPassage(by) {
    const many = this.found.length;
    if (!many) return;
    this.passed(this.passage < 0 && by < 0 ? many - 1 : (this.passage + by + many) % many);
    this.visit(this.found[this.passage].start, this.found[this.passage].end);
  }

  passed(at) {
    this.passage = at;
    [...this.passages.children].forEach((each, number) => {
      each.firstElementChild.setAttribute("aria-current", number === at);
      if (number === at) each.scrollIntoView({ block: "nearest" });
    });
  }

  // A place is opened: one entry of the browser's history.
  visit(start, end) {
    const address = new URL(location.href);
    address.searchParams.set("start", start);
    address.searchParams.set("end", end);
    address.searchParams.delete("page");
    history.pushState(history.state, "", address);
    this.goTo(start, end);
  }

  went() {
    const asked = new URL(location.href).searchParams;
    if (asked.get("document") !== this.data?.document) return;
    this.arrive(Number(asked.get("start")) || 0, Number(asked.get("end")) || 0);
  }

  // The place that the address names, and the page where one stood.
  async arrive(start, end) {
    await this.goTo(start, end);
    this.toAsked();
  }

  toAsked() {
    const leaf = Number(new URL(location.href).searchParams.get("page"));
    const there = Number.isInteger(leaf) && leaf >= 1 && leaf <= this.leaves.length;
    if (there) this.toLeaf(leaf);
    return there;
  }

  async goTo(start, end) {
    this.place = [start, Math.max(start, end)];
    await this.renew();
    this.go(start);
  }

  // The page that was turned to is in the address, beside the place that is marked.
  remember(leaf) {
    const address = new URL(location.href);
    if (address.searchParams.get("document") !== this.data.document) return;
    address.searchParams.set("page", leaf);
    history.replaceState(history.state, "", address);
  }

  // ---- the text

  partAt(offset) {
    const starts = this.about.parts;
    let low = 0, high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= offset) low = middle; else high = middle;
    }
    return low;
  }

  async part(number) {
    const { html } = await get("part", { ...this.asked(), part: number });
    return this.made(number, html);
  }

  asked() {
    const [start, end] = this.place;
    return { document: this.data.document, token: this.about.token, start, end, find: this.find };
  }

  made(number, html) {
    const element = document.createElement("div");
    element.dataset.part = number;
    element.innerHTML = html; // made by views/rendered.py, which lets no HTML of a document through
    return element;
  }

  // Begins the text anew with a part that is not there; says whether it has.
  async startAt(part, going) {
    if (part >= this.low && part < this.high) return false;
    const element = await this.part(part);
    if (this.going !== going) return false;
    this.text.replaceChildren(element);
    this.still();
    this.low = part; this.high = part + 1;
    return true;
  }

  // Shows the text from a character on; what `mark` names is brought into sight.
  async go(offset, mark = null) {
    const going = (this.going = {});
    try {
      const part = this.partAt(offset), page = this.leafAt(offset);
      if (page) this.show(page);
      if (await this.startAt(part, going)) await this.fill(going);
      if (this.going !== going) return;
      const cited = this.place[0] < this.place[1] && this.place[0] === offset;
      const names = mark ? [mark] : cited ? ["mark.place", ".here"] : [".here"];
      const target = names.map((each) => this.text.querySelector(each)).find(Boolean)
        ?? this.begins(page, part);
      if (mark) this.current(mark);
      this.stand(offset);
      this.sight(target, !mark && this.place[0] === this.place[1]);
      await this.fill(going);
      this.say("");
    } catch (error) { this.say(error.message); }
  }

  begins(leaf, part) {
    const at = this.about.pages.indexOf(this.byNumber.get(leaf));
    return this.text.querySelector(`.page[data-page="${at}"]`)
      ?? this.text.querySelector(`[data-part="${part}"]`);
  }

  sight(target, atTop) {
    if (!target) return;
    const rect = target.getBoundingClientRect(), pane = this.pane.getBoundingClientRect();
    const room = atTop ? 8 : Math.max(8, (pane.height - rect.height) / 3);
    this.pane.scrollTop += rect.top - pane.top - room;
    this.still();
  }

  // Where the reader itself has scrolled to: that turns no page.
  still() {
    this.own = this.pane.scrollTop;
    this.moved = false;
  }

  // Loads what is near; what comes above moves nothing.
  async fill(going = this.going) {
    const pane = this.pane;
    while (this.high < this.about.parts.length
      && pane.scrollHeight - pane.scrollTop - pane.clientHeight < AHEAD) {
      const element = await this.part(this.high);
      if (this.going !== going || Number(element.dataset.part) !== this.high) return;
      this.text.append(element);
      this.high += 1;
      if (this.high - this.low > MOST) this.above(() => {
        this.text.firstElementChild.remove();
        this.low += 1;
      });
      if (!pane.clientHeight) break;
    }
    while (this.low > 0 && pane.scrollTop < AHEAD) {
      const element = await this.part(this.low - 1);
      if (this.going !== going || Number(element.dataset.part) !== this.low - 1) return;
      this.above(() => this.text.prepend(element));
      this.low -= 1;
      if (this.high - this.low > MOST) { this.text.lastElementChild.remove(); this.high -= 1; }
      if (!pane.clientHeight) break;
    }
  }

  above(change) {
    const before = this.pane.scrollHeight, moved = this.moved;
    change();
    this.pane.scrollTop += this.pane.scrollHeight - before;
    this.still();
    this.moved = moved;
  }

  // What is read: a mark that is seen, else the paragraph at the top; and where it stands.
  noted() {
    const pane = this.pane.getBoundingClientRect();
    if (!pane.height) return;
    const across = this.text.clientWidth;
    if (this.anchor && this.anchor.across !== across) return; // `hold` comes first
    const reaches = (each) => each.getBoundingClientRect().bottom > pane.top;
    const part = [...this.text.children].find(reaches);
    const seen = this.seen() ?? [...part?.children ?? []].find(reaches) ?? part;
    if (!seen) return;
    const rect = seen.getBoundingClientRect(), above = pane.top - rect.top;
    this.anchor = { seen, across, above: Math.min(above, 0), share: Math.max(above, 0) / (rect.height || 1) };
  }

  // The mark that one looks at, where it can be seen.
  seen() {
    const pane = this.pane.getBoundingClientRect();
    const marks = [...this.text.querySelectorAll("mark.current"), ...this.text.querySelectorAll("mark.place")];
    return marks.find((each) => {
      const { top, bottom } = each.getBoundingClientRect();
      return bottom > pane.top && top < pane.bottom;
    });
  }

  // Other widths break other lines; what is read stays where it stood.
  hold() {
    const { anchor, text, pane } = this;
    if (!anchor || !pane.clientHeight || anchor.across === text.clientWidth) return;
    anchor.across = text.clientWidth;
    if (!anchor.seen.isConnected) return;
    const rect = anchor.seen.getBoundingClientRect();
    pane.scrollTop += rect.top + anchor.share * rect.height + anchor.above - pane.getBoundingClientRect().top;
    this.still();
  }

  // The same parts again, with other marks; the eye stays where it is.
  async renew() {
    const parts = [...this.text.children];
    const fresh = await Promise.all(parts.map((each) => this.part(each.dataset.part)));
    const top = this.pane.scrollTop;
    parts.forEach((each, at) => each.replaceWith(fresh[at]));
    this.pane.scrollTop = top;
    this.still();
    this.noted();
  }

  async scrolled() {
    if (Math.abs(this.pane.scrollTop - this.own) > 1) { this.own = -9; this.moved = true; }
    this.noted();
    if (this.filling) return;
    this.filling = true;
    try {
      await this.fill();
    } catch (error) { this.say(error.message); } finally { this.filling = false; }
    if (this.moved) { this.follow(); this.located(); }
    this.moved = false;
  }

  // The page of what is read: the last that begins in the upper third.
  follow() {
    if (this.view === "page" || !this.leaves?.length) return;
    const pane = this.pane.getBoundingClientRect();
    const line = pane.top + pane.height / 3;
    let found = null;
    for (const each of this.text.querySelectorAll(".page")) {
      if (each.getBoundingClientRect().top > line) break;
      found = this.about.pages[each.dataset.page];
    }
    const leaf = found ? this.leafOf(found) : this.leafAt(this.about.parts[this.low]);
    if (leaf && leaf !== this.leaf) this.show(leaf);
  }

  // ---- pages

  leafOf(page) { return this.about.printed ? page[0] : this.about.pages.indexOf(page) + 1; }

  leafAt(offset) {
    const before = this.about.pages.filter(([, , start]) => start <= offset);
    return before.length ? this.leafOf(before[before.length - 1]) : this.leaves[0];
  }

  show(leaf) {
    this.leaf = leaf;
    const label = this.byNumber.get(leaf)?.[1];
    this.number.value = label ?? leaf;
    this.number.title = label ? `Printed page ${label}, page ${leaf} of the file` : `Page ${leaf}`;
    const total = this.leaves.length;
    this.total.textContent = label && label !== String(leaf) ? `(${leaf} / ${total})` : `/ ${total}`;
    this.root.querySelector(".previous").disabled = leaf <= 1;
    this.root.querySelector(".next").disabled = leaf >= total;
    if (this.about.printed && this.view !== "text-only") this.draw();
  }

  turn(by) {
    const leaf = this.leaf + by;
    if (leaf < 1 || leaf > this.leaves.length) return;
    this.toLeaf(leaf);
  }

  toLeaf(leaf) {
    const page = this.byNumber.get(leaf);
    this.show(leaf);
    this.printed.scrollTop = 0;
    if (!page) return; // nothing of its text is known
    this.remember(leaf);
    this.stand(page[2]);
    this.goPage(leaf, page[2]);
  }

  async goPage(leaf, offset) {
    const going = (this.going = {});
    try {
      const part = this.partAt(offset);
      await this.startAt(part, going);
      if (this.going !== going) return;
      await this.fill(going);
      if (this.going !== going) return;
      this.sight(this.begins(leaf, part), true);
      await this.fill(going);
    } catch (error) { this.say(error.message); }
  }

  // A page's number as it is printed comes before the file's own.
  entered() {
    const wanted = this.number.value.trim().toLowerCase();
    const labelled = this.about.pages.find(([, label]) => label?.toLowerCase() === wanted);
    const leaf = labelled ? this.leafOf(labelled) : Number(wanted);
    if (Number.isInteger(leaf) && leaf >= 1 && leaf <= this.leaves.length) this.toLeaf(leaf);
    else {
      this.say(`There is no page ${this.number.value.trim()}.`);
      this.show(this.leaf);
    }
  }

  width() {
    const across = this.printed.clientWidth || this.reader.clientWidth;
    return Math.ceil((Math.min(across, 960) * (window.devicePixelRatio || 1)) / 160) * 160;
  }

  picture(leaf) {
    const asked = { document: this.data.document, page: leaf, width: this.width(), v: this.about.file };
    return `./reading/page?${new URLSearchParams(asked)}`;
  }

  // One page at a time; of those asked for meanwhile, the last.
  async draw() {
    const { drawer } = this;
    if (drawer.busy) { drawer.again = true; return; }
    clearTimeout(this.ahead);
    drawer.busy = true;
    do {
      drawer.again = false;
      await this.drawn(drawer);
    } while (drawer.again && this.drawer === drawer);
    drawer.busy = false;
  }

  async drawn(drawer) {
    const leaf = this.leaf;
    const url = this.picture(leaf);
    const image = this.sheet.querySelector("img");
    const [start, end] = this.place;
    const asked = { document: this.data.document, token: this.about.token, page: leaf, start, end, find: this.find };
    const places = get("places", asked).catch((error) => ({ words: error.message, place: [], hits: [] }));
    if (image.getAttribute("src") !== url) {
      const next = new Image();
      next.src = url;
      try { await next.decode(); } catch {
        const why = await places;
        if (this.drawer === drawer) this.say(why.words ?? "This page cannot be drawn.");
        return;
      }
      if (this.drawer !== drawer) return;
      for (const each of this.sheet.querySelectorAll("i")) each.remove();
      image.src = url;
      image.alt = `Page ${leaf}`;
      this.sheet.dataset.leaf = leaf;
    }
    const told = await places;
    if (this.drawer !== drawer || this.leaf !== leaf) return;
    this.overlay(told);
    if (told.total && told.total !== this.leaves.length) {
      this.leaves = Array.from({ length: told.total }, (_, at) => at + 1);
      this.show(leaf);
      return;
    }
    clearTimeout(this.ahead);
    this.ahead = setTimeout(() => {
      for (const near of [leaf + 1, leaf - 1, leaf + 2]) {
        if (near >= 1 && near <= this.leaves.length) new Image().src = this.picture(near);
      }
    }, 100);
  }

  overlay({ place, passage, hits, words }) {
    for (const each of this.sheet.querySelectorAll("i")) each.remove();
    const box = ([left, top, right, bottom], kind) => {
      const made = document.createElement("i");
      made.className = kind;
      Object.assign(made.style, {
        left: `${left * 100}%`, top: `${top * 100}%`,
        width: `${(right - left) * 100}%`, height: `${(bottom - top) * 100}%`,
      });
      this.sheet.append(made);
      return made;
    };
    for (const each of passage ?? []) box(each, "passage");
    for (const each of place) box(each, "place");
    for (const [number, boxes] of hits) {
      for (const each of boxes) {
        box(each, number === this.hit ? "hit current" : "hit").dataset.hit = number;
      }
    }
    const seen = this.sheet.querySelector("i.current") ?? this.sheet.querySelector("i.place");
    if (seen) {
      const rect = seen.getBoundingClientRect(), pane = this.printed.getBoundingClientRect();
      if (rect.top < pane.top || rect.bottom > pane.bottom) {
        this.printed.scrollTop += rect.top - pane.top - pane.height / 3;
      }
    }
    if (words) this.say(words);
  }

  // ---- find

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.search(), 250);
  }

  async enter(by) {
    clearTimeout(this.timer);
    if (this.words.value.trim() !== this.find) await this.search();
    else this.step(by);
  }

  // The character that is read now: of a mark that is seen, else where the page begins; null
  // where that is what stands at the top of the text.
  standing() {
    const marks = [this.hits[this.hit]?.[0], this.place[0] < this.place[1] ? this.place[0] : null];
    if (this.view === "page") {
      return marks.find((each) => each != null && this.leafAt(each) === this.leaf)
        ?? this.byNumber.get(this.leaf)?.[2] ?? 0;
    }
    const seen = this.seen();
    return seen ? marks[seen.matches(".current") ? 0 : 1] : null;
  }

  // The hit that comes next from there; from 0, or -1 where there is none.
  nextHit(from) {
    if (!this.hits.length) return -1;
    const top = this.pane.getBoundingClientRect().top;
    const mark = from === null && [...this.text.querySelectorAll("mark.hit")]
      .find((each) => each.getBoundingClientRect().bottom > top);
    if (mark) return Number(mark.dataset.hit);
    from ??= this.about.parts[this.high] ?? this.about.length;
    return Math.max(0, this.hits.findIndex(([, end]) => end > from));
  }

  async search() {
    const words = this.words.value.trim();
    if (words === this.find) return;
    const from = this.standing(), searching = (this.searching = {});
    try {
      const { document: path } = this.data;
      const told = words
        ? await get("find", { document: path, token: this.about.token, find: words })
        : { spans: [] };
      if (this.searching !== searching) return;
      this.find = words;
      this.hits = told.spans;
      this.hit = -1;
      this.apart = told.apart;
      this.more = told.more;
      await this.renew();
      if (this.searching !== searching) return;
      this.hit = this.nextHit(from);
      if (this.hit >= 0) this.toHit(); else { this.counted(); if (this.leaf) this.show(this.leaf); }
    } catch (error) { this.say(error.message); }
  }

  step(by) {
    if (!this.hits.length) return;
    this.hit = (this.hit + by + this.hits.length) % this.hits.length;
    this.toHit();
  }

  counted() {
    const many = this.hits.length;
    this.count.textContent = !this.find ? ""
      : !many ? "Not in this document"
        : `${this.hit + 1} of ${this.more ? "at least " : ""}${many.toLocaleString("en")}`;
    this.count.title = this.apart ? "The words stand nowhere together; each is shown." : "";
    for (const name of [".hit-next", ".hit-previous"]) {
      this.root.querySelector(name).disabled = !many;
    }
  }

  async toHit() {
    this.counted();
    const mark = `mark[data-hit="${this.hit}"]`;
    await this.go(this.hits[this.hit][0], mark);
    if (this.apart) this.say("These words stand nowhere together; each of them is marked.");
  }

  current(mark) {
    for (const each of this.text.querySelectorAll("mark.current")) each.classList.remove("current");
    for (const each of this.text.querySelectorAll(mark)) each.classList.add("current");
  }

  // ---- keys and paper

  pressed(event) {
    const target = event.composedPath()[0];
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() === "p" && !event.altKey) { event.preventDefault(); this.print(); }
      return;
    }
    if (event.altKey || target.closest?.("input, textarea, [contenteditable]")) return;
    if (event.key === "/") { event.preventDefault(); this.words.focus(); }
    if (event.key === "n") this.nextPassage(1);
    if (event.key === "p") this.nextPassage(-1);
    if (event.key === "ArrowRight" && this.leaves?.length) this.turn(1);
    if (event.key === "ArrowLeft" && this.leaves?.length) this.turn(-1);
    this.over(event);
    if (event.key === "Escape" && window.innerWidth <= NARROW) this.open(false, true);
  }

  // A quick stroke of one finger across the page turns it. What scrolls, pinches or moves about in
  // a page that is larger than the window stays the browser's.
  touched({ touches, timeStamp: at }) {
    const [{ clientX: x, clientY: y }] = touches;
    this.touch = touches.length === 1 ? { x, y, at } : null;
  }

  swiped({ touches, changedTouches, timeStamp }) {
    const { touch } = this;
    this.touch = null;
    if (!touch || touches.length || timeStamp - touch.at > QUICK) return;
    const larger = (window.visualViewport?.scale ?? 1) > 1.05
      || this.printed.scrollWidth > this.printed.clientWidth + 1;
    if (larger || String(window.getSelection())) return;
    const [{ clientX, clientY }] = changedTouches;
    const across = clientX - touch.x, along = clientY - touch.y;
    if (Math.abs(across) >= SWIPE && Math.abs(across) >= 2 * Math.abs(along)) {
      this.turn(across < 0 ? 1 : -1);
    }
  }

  // Over a page's end to the next one.
  over(event) {
    const { scrollTop, scrollHeight, clientHeight } = this.printed;
    const down = event.key === "PageDown" || (event.key === " " && !event.shiftKey);
    const up = event.key === "PageUp" || (event.key === " " && event.shiftKey);
    if (event.composedPath()[0] !== this.printed) return;
    if (down && scrollTop + clientHeight >= scrollHeight - 2) this.turn(1);
    else if (up && scrollTop <= 2) this.turn(-1);
    else return;
    event.preventDefault();
  }

  // The whole text is there before it goes to paper; the browser then lays out all of its pages.
  async print() {
    this.say("Getting the whole document ready for paper…");
    try {
      if (this.view !== "page") {
        const { parts } = await get("parts", this.asked());
        const top = this.pane.scrollTop;
        this.text.replaceChildren(...parts.map((html, number) => this.made(number, html)));
        this.low = 0; this.high = parts.length;
        this.pane.scrollTop = top;
      }
      this.say("The browser is laying out its pages…");
      await new Promise((seen) => { requestAnimationFrame(() => setTimeout(seen)); });
      window.print();
      this.say("");
    } catch (error) { this.say(error.message); }
  }
}

function item(button) {
  const made = document.createElement("li");
  made.append(button);
  return made;
}
