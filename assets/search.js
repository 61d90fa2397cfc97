"use strict";
// Finds every place of the book that holds all words of the query; a number is found whole, a word by its beginning.
(() => {
  const MOST = 60;
  const AROUND = 90;
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const pattern = (word) =>
    /^[\d.,%]+$/.test(word)
      ? `(?<![\\d.,])${escaped(word.replace(/[.,]$/, ""))}(?!\\d|[.,]\\d)`
      : `(?<![\\p{L}\\d])${escaped(word.length > 4 ? word.replace(/(ies|es|s)$/, "") : word)}`;
  const hits = (word, text) => (text.match(new RegExp(pattern(word), "gu")) || []).length;

  const query = (new URLSearchParams(location.search).get("q") || "").trim();
  const field = document.getElementById("cds-find");
  field.value = query;
  if (!query) {
    field.focus();
    return;
  }
  const words = [...new Set(plain(query).split(/\s+/))];
  const found = [];
  searchIndex.forEach(([address, page, title, text], order) => {
    const heading = plain(title);
    const body = plain(text);
    const counts = words.map((word) => 8 * hits(word, heading) + hits(word, body));
    if (counts.every(Boolean)) {
      const phrase = words.length > 1 && `${heading} ${body}`.includes(plain(query)) ? 20 : 0;
      found.push({ address, page, title, text, order, score: phrase + counts.reduce((a, b) => a + Math.min(b, 12), 0) });
    }
  });
  found.sort((a, b) => b.score - a.score || a.order - b.order);

  const marked = (text) => {
    const all = new RegExp(words.map(pattern).join("|"), "gu");
    const first = plain(text).search(all);
    const from = text.length === plain(text).length ? Math.max(0, first - AROUND) : 0;
    const piece = text.slice(from, Math.max(first, 0) + AROUND * 2);
    const line = document.createElement("p");
    let at = 0;
    for (const hit of plain(piece).matchAll(all)) {
      const mark = document.createElement("mark");
      mark.textContent = piece.slice(hit.index, hit.index + hit[0].length);
      line.append((from && !at ? "… " : "") + piece.slice(at, hit.index), mark);
      at = hit.index + hit[0].length;
    }
    line.append(piece.slice(at) + (from + piece.length < text.length ? " …" : ""));
    return line;
  };
  const list = document.getElementById("cds-places");
  for (const place of found.slice(0, MOST)) {
    const entry = document.createElement("li");
    const link = document.createElement("a");
    link.href = place.address;
    link.textContent = place.title;
    const where = document.createElement("span");
    where.textContent = place.page;
    entry.append(link, where, marked(place.text));
    list.append(entry);
  }
  const count = found.length === 1 ? "One place" : `${found.length} places`;
  document.getElementById("cds-found").textContent = found.length
    ? `${count} with “${query}”${found.length > MOST ? `; the first ${MOST} are shown` : ""}.`
    : `Nothing in this book has “${query}”. Try fewer words, or the beginning of one.`;
})();
