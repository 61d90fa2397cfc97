// The dial of n and level: Wilson's interval over the whole counts of a published share. Twin of explorers/dial.py.
(window.cdsExplorers ??= {}).dial = (state, data, write, maths) => {
  "use strict";
  const { wilson } = maths;
  const share = data.shares[state.share];
  const z = data.z[state.level];
  const reading = ["published", share.low, share.high];
  // Nothing where no whole number of n gives the share.
  function around(n) {
    const [fewest, most] = [Math.ceil(share.low * n - 1e-9), Math.floor(share.high * n + 1e-9)];
    return fewest <= most && [wilson(fewest / n, n, z)[0], wilson(most / n, n, z)[1]];
  }
  function row(template, n) {
    const ends = around(n);
    const interval = ends ? write.range(...ends, 0) : data.impossible;
    const label = write.fill(template, { n: write.count(n), interval });
    return { label, marks: ends ? [["sampling", ...ends], reading] : [reading] };
  }

  const n = Number(state.n);
  const [low, high] = (around(n) || []).map((end) => write.percent(end, 0));
  const words = { ...share, n: write.count(n), low, high, level: write.percent(state.level) };
  const sentence = write.fill(low ? data.sentence : data.refusal, words);
  return { sentence, plots: [[row(data.chosen, n), ...data.sizes.map((size) => row(data.aside, size))]] };
};
