// Missing answers: worst cases of items left empty and of people who did not respond. Twin of explorers/response.py.
(window.cdsExplorers ??= {}).response = (state, data, write) => {
  "use strict";
  const [answered, rate] = [state.answered / 100, state.rate / 100];
  const picked = data.order.filter((name) => [state.first, state.second].includes(name));
  const shares = picked.map((name) => data.shares[name]);
  const apart = shares.filter(({ parts }) => !parts.some((part) => picked.includes(part)));
  const sum = apart.reduce((all, { low }) => all + answered * low, 1 - apart.length);
  const [low, high] = [Math.max(0, sum), Math.min(...apart.map((share) => answered * share.high + 1 - answered))];
  const asked = [rate * low, rate * high + 1 - rate];
  // Ends are rounded outwards to a tenth of a percent.
  const down = (end) => write.percent(Math.floor(1000 * end + 1e-9) / 1000);
  const up = (end) => write.percent(Math.ceil(1000 * end - 1e-9) / 1000);
  const words = {
    answered: write.percent(answered),
    rate: write.percent(rate),
    who: shares.map(({ who }) => who).join(" and "),
    low: down(low),
    high: up(high),
    least: down(asked[0]),
    most: up(asked[1]),
  };
  const ranges = [["implied", low, high], ["sampling", ...asked]];
  const rows = [
    ...shares.map((share) => ({ label: share.label, marks: [["published", share.low, share.high]] })),
    ...ranges.map((mark, i) => ({ label: write.fill(data.labels[i], words), marks: [mark] })),
  ];
  return { sentence: write.fill(data.sentence, words), plots: [rows] };
};
