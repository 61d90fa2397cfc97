// The ratio between levels of care: Koopman's score interval with the factor of Miettinen and Nurminen, and the power of
// its test. Twin of explorers/ratio.py.
(window.cdsExplorers ??= {}).ratio = (state, data, write, maths) => {
  "use strict";
  const { wilson, binomial } = maths;
  const [tertiary, n, m] = [Number(state.tertiary) / 100, Number(state.n), Number(state.m)];
  const [ofTertiary, ofSecondary, ofTimes, noSecondary, noTimes] = data.labels;
  const reading = ["published", data.low, data.high];

  function share(label, p, size) {
    const ends = wilson(p, size, data.z);
    const words = { share: write.percent(p), n: write.count(size), interval: write.range(...ends, 0) };
    return { label: write.fill(label, words), marks: [["sampling", ...ends]] };
  }
  if (tertiary * data.low > 1)
    return {
      sentence: write.fill(data.refusal, { ...data, tertiary: write.percent(tertiary) }),
      plots: [[share(ofTertiary, tertiary, n), { label: noSecondary, marks: [] }], [{ label: noTimes, marks: [reading] }]],
    };

  const secondary = Math.min(tertiary * data.middle, 1);
  const times = secondary / tertiary;
  // The score statistic of a ratio falls as the ratio grows and is 0 at the observed one.
  function score(ratio) {
    const [a, c] = [(m + n) * ratio, secondary * m + tertiary * n];
    const b = m * ratio + secondary * m + n + tertiary * n * ratio;
    const q = (2 * c) / (b + Math.sqrt(Math.max(b * b - 4 * a * c, 0)));
    const p = Math.min(ratio * q, 1);
    const variance = (p * (1 - p)) / m + (ratio * ratio * q * (1 - q)) / n;
    return (secondary - ratio * tertiary) / Math.sqrt((variance * (m + n)) / (m + n - 1));
  }
  function end(side) {
    let [near, far] = [Math.log(times), Math.log(times) + 20 * side];
    for (let step = 0; step < 60; step++) {
      const middle = (near + far) / 2;
      if (Math.abs(score(Math.exp(middle))) < data.z) near = middle;
      else far = middle;
    }
    return Math.exp(near);
  }
  // The score test finds more in secondary care: its chance is summed over all counts, as the first `enough` only grows.
  function shows(x, y) {
    const pooled = (x + y) / (n + m);
    const variance = ((pooled * (1 - pooled) * (n + m)) / (n + m - 1)) * (1 / n + 1 / m);
    return y / m - x / n > data.z * Math.sqrt(variance);
  }
  function power() {
    const inSecondary = binomial(m, secondary);
    let [enough, below, sum] = [0, 0, 0];
    binomial(n, tertiary).forEach((chance, x) => {
      while (enough <= m && !shows(x, enough)) below += inSecondary[enough++];
      sum += chance * (1 - below);
    });
    return sum;
  }

  const [low, high] = [end(-1), end(1)];
  const words = { times: write.decimal(times), low: write.decimal(low, 2), high: write.decimal(high, 2) };
  const sentence = write.fill(data.sentence, {
    ...data,
    ...words,
    power: write.chance(power(), data.certain),
    tertiary: write.percent(tertiary),
    secondary: write.percent(secondary),
    n: write.count(n),
    m: write.count(m),
    verdict: data.verdicts[Number(low > 1)],
  });
  const row = { label: write.fill(ofTimes, words), marks: [["sampling", low, high], reading] };
  return { sentence, plots: [[share(ofTertiary, tertiary, n), share(ofSecondary, secondary, m)], [row]] };
};
