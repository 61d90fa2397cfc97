// The dial of n and level: Wilson's interval over the whole reading of a published share. Twin of explorers/dial.py.
(window.cdsExplorers ??= {}).dial = (state, data, write) => {
  "use strict";
  const share = data.shares[state.share];
  const z = data.z[state.level];

  function wilson(p, n, side) {
    const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
    return (p + (z * z) / (2 * n) + side * half) / (1 + (z * z) / n);
  }
  function row(template, n) {
    const [low, high] = [wilson(share.low, n, -1), wilson(share.high, n, 1)];
    return {
      label: write.fill(template, { n: write.count(n), interval: write.range(low, high, 0) }),
      marks: [["sampling", low, high], ["published", share.low, share.high]],
    };
  }

  const n = Number(state.n);
  const sentence = write.fill(data.sentence, {
    ...share,
    n: write.count(n),
    low: write.percent(wilson(share.low, n, -1), 0),
    high: write.percent(wilson(share.high, n, 1), 0),
    level: write.percent(state.level),
  });
  return { sentence, plots: [[row(data.chosen, n), ...data.sizes.map((size) => row(data.aside, size))]] };
};
