// The dial of n and level: Wilson's interval over the whole reading of a published share. Twin of explorers/dial.py.
(window.cdsExplorers ??= {}).dial = (state, data, write, wilson) => {
  "use strict";
  const share = data.shares[state.share];
  const z = data.z[state.level];
  const around = (n) => [wilson(share.low, n, z)[0], wilson(share.high, n, z)[1]];

  function row(template, n) {
    const [low, high] = around(n);
    return {
      label: write.fill(template, { n: write.count(n), interval: write.range(low, high, 0) }),
      marks: [["sampling", low, high], ["published", share.low, share.high]],
    };
  }

  const n = Number(state.n);
  const [low, high] = around(n);
  const sentence = write.fill(data.sentence, {
    ...share,
    n: write.count(n),
    low: write.percent(low, 0),
    high: write.percent(high, 0),
    level: write.percent(state.level),
  });
  return { sentence, plots: [[row(data.chosen, n), ...data.sizes.map((size) => row(data.aside, size))]] };
};
