// Order: the chance that a sample shows two answers in their true order. Twin of explorers/order.py.
(window.cdsExplorers ??= {}).order = (state, data, write, maths) => {
  "use strict";
  const { binomial } = maths;
  const lead = Number(state.lead);
  const [first, following] = [Number(state.first) / 100, (Number(state.first) - lead) / 100];
  const words = { first: write.percent(first), following: write.percent(following), lead: write.decimal(lead) };
  const impossible = (template) => ({
    sentence: write.fill(template, words),
    plots: [[{ label: data.notPossible, marks: [] }]],
  });
  if (following < 0) return impossible(data.tooFar);
  if (state.design === "one" && first + following > 1) return impossible(data.tooMany);

  const overlap = state.design === "one" ? 0 : first * following;
  const together = first + following - 2 * overlap;
  const part = (first - overlap) / together;
  // Those who name exactly one of the two, `left` of n, are binomial. Of an odd number of them the first has more with a
  // chance that grows by `gain` from the last odd number; an even number adds nothing, as a tie is settled by a coin.
  function chance(n) {
    let [ahead, gain, sum] = [0.5, part - 0.5, 0];
    binomial(n, together).forEach((of, left) => {
      if (left % 2) {
        ahead += gain;
        gain *= ((2 * left) / ((left + 1) / 2)) * part * (1 - part);
      }
      sum += of * ahead;
    });
    return sum;
  }
  const say = (probability) => write.chance(probability, data.certain);
  function row(template, n) {
    const found = chance(n);
    return { label: write.fill(template, { n: write.count(n), chance: say(found) }), marks: [["sampling", 0.5, found]] };
  }

  const n = Number(state.n);
  const found = chance(n);
  Object.assign(words, { n: write.count(n), chance: say(found), wrong: say(1 - found) });
  const plots = [[row(data.chosen, n), ...data.sizes.map((size) => row(data.aside, size))]];
  return { sentence: write.fill(data.sentence, words), plots };
};
