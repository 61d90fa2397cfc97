// Statements together: every pick was worked out, exactly, when the book was built. Twin of explorers/together.py.
(window.cdsExplorers ??= {}).together = (state, data) => {
  "use strict";
  const picked = new Set(Object.values(state));
  return data.answers[data.order.filter((name) => picked.has(name)).join(" ")];
};
