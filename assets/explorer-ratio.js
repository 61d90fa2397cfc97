// The ratio between levels of care: Koopman's score interval with the factor of Miettinen and Nurminen, and the score
// test of equal shares. Twin of explorers/ratio.py.
(window.cdsExplorers ??= {}).ratio = (state, data, write, wilson) => {
  "use strict";
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
  // Two tails of the normal distribution, by Simpson's rule.
  function tails(z) {
    const steps = 400;
    let sum = 0;
    for (let i = 0; i <= steps; i++) {
      const weight = i % steps === 0 ? 1 : 2 + 2 * (i % 2);
      sum += weight * Math.exp(-(((i * z) / steps) ** 2) / 2);
    }
    return 1 - ((2 * z) / (3 * steps) / Math.sqrt(2 * Math.PI)) * sum;
  }

  const [low, high, p] = [end(-1), end(1), tails(score(1))];
  const words = { times: write.decimal(times), low: write.decimal(low, 2), high: write.decimal(high, 2) };
  const sentence = write.fill(data.sentence, {
    ...words,
    tertiary: write.percent(tertiary),
    secondary: write.percent(secondary),
    n: write.count(n),
    m: write.count(m),
    verdict: data.verdicts[Number(p < data.alpha)],
    p: p < data.smallest ? `below ${data.smallest}` : p.toFixed(3),
  });
  const row = { label: write.fill(ofTimes, words), marks: [["sampling", low, high], reading] };
  return { sentence, plots: [[share(ofTertiary, tertiary, n), share(ofSecondary, secondary, m)], [row]] };
};
