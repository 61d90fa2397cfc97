// Statements together: every pick was worked out, exactly, when the book was built. Twin of explorers/together.py.
(window.cdsExplorers ??= {}).together = (state, data, write) => {
  "use strict";
  const { n, ...chosen } = state;
  const picked = new Set(Object.values(chosen));
  const pick = data.order.filter((name) => picked.has(name)).join(" ");
  const found = data.answers[pick];
  if (!n) return found;
  const [low, high, ends] = data.drawn[pick][n];
  const words = { ...data, n: write.count(Number(n)), ends };
  const row = { label: write.fill(data.ofDrawn, words), marks: [["sampling", low, high]] };
  return { sentence: found.sentence + write.fill(data.andDrawn, words), plots: [[...found.plots[0], row]] };
};
