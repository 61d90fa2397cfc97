// Other surveys: the answers on a topic by profession and year, comparable ones first. Twin of explorers/others.py.
(window.cdsExplorers ??= {}).others = (state, data, write) => {
  "use strict";
  const { dutch, answers } = data.topics[state.topic];
  const words = data.sentences;
  const found = answers.filter(([group, year]) => [group, ""].includes(state.group) && [year, ""].includes(state.year));
  const rows = dutch ? [{ label: dutch.label, marks: [["published", dutch.low, dutch.high]] }] : [];
  const alone = () => (dutch ? write.fill(words.dutch, dutch) : words.noShare);
  if (!found.length)
    return { sentence: words.nothing + alone(), plots: [dutch ? rows : [{ label: words.noRow, marks: [] }]] };

  for (const [, , , comparable, share, , label] of found)
    rows.push({ label, marks: [[comparable ? "other" : "context", share, share]] });
  const counted = (count, noun) => `${write.count(count)} ${data.nouns[noun][Number(count !== 1)]}`;
  // Answers stand highest first.
  const range = (all) => [...new Set([all.at(-1)[5], all[0][5]])].join(" to ");
  const compared = found.filter((answer) => answer[3]);
  let sentence = write.fill(words.matching, {
    answers: counted(found.length, "answer"),
    surveys: counted(new Set(found.map((answer) => answer[2])).size, "survey"),
  });
  if (!compared.length) {
    sentence += write.fill(words.context, { range: range(found) }) + alone();
    return { sentence, plots: [rows] };
  }
  sentence += write.fill(words.comparable, { count: compared.length, range: range(compared) });
  if (!dutch) return { sentence: sentence + words.noShare, plots: [rows] };
  // An answer's last two entries are the ends to which rounding and sampling can take its share.
  const below = compared.filter((answer) => answer[8] < dutch.low).length;
  const above = compared.filter((answer) => answer[7] > dutch.high).length;
  const within = compared.length - below - above;
  sentence += write.fill(words.place, { ...dutch, below, above });
  return { sentence: within ? sentence + write.fill(words.level, { within }) : sentence, plots: [rows] };
};
