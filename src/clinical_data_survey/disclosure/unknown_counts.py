"""What a reader of a set of tables does not know about a wave: counts of respondents by their answers.

Most items have an unknown a combination of answers. The ticks of a multiple-response item would need one for each of
the 2^k patterns; where its tables show levels, their union and no other combination, it is enough to know how many
ticked each level, how many ticked any, and that a level has no more than 'any' and all levels together no fewer:
whole numbers that keep these rules always belong to some population.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from clinical_data_survey.measured.sample import Sample
from clinical_data_survey.survey.answers import (
    NO_ANSWER,
    Answers,
    Choices,
    Floats,
    Integers,
    Ticks,
    Truths,
    positions,
    shown_levels,
)

BASE = "base"
ANSWERS = "answers"
NOTHING = "nothing_selected"
MOST_LEVELS = 12
MOST_UNKNOWNS = 5_000

Condition = tuple[str, str]


@dataclass(frozen=True)
class Space:
    """Unknown counts of one or several items together.

    `truth` holds their values, shape (unknowns,); `sums` says for a pair of item and level (or `BASE`, `ANSWERS`,
    `NOTHING`) how often each unknown enters that count; `people` marks the unknowns that add up to all respondents;
    `part` numbers the part of the grouping items that each lies in. Each row of `rules`, shape (rules, unknowns), adds
    up to at least 0. `codes` is each respondent's unknown, shape (n,), empty where respondents lie in several.
    """

    truth: Integers
    sums: dict[Condition, Integers]
    people: Truths
    part: Integers
    rules: Floats
    codes: Integers

    @property
    def size(self) -> int:
        return len(self.truth)


def product(sample: Sample, names: Sequence[str]) -> Space:
    """An unknown a combination of answers to all the items, but for those that the form excludes and nobody gave."""
    states = {name: _states(sample.answers[name]) for name in names}
    shape = [len(gives) for _, gives in states.values()]
    size = int(np.prod(shape, dtype=np.int64)) if names else 1
    if size > MOST_UNKNOWNS * 10:
        raise ValueError(f"the items {', '.join(names)} are too finely divided together: show fewer groups or tables")
    codes = np.zeros(sample.size, dtype=np.int64)
    for own, gives in states.values():
        codes = codes * len(gives) + own
    truth = np.bincount(codes, minlength=size).astype(np.int64)
    index = dict(zip(names, np.unravel_index(np.arange(size), shape), strict=True)) if names else {}
    sums = {
        (name, level): row[index[name]]
        for name, (_, gives) in states.items()
        for level, row in _sums_of(sample.answers[name], gives).items()
    }
    kept = _possible(sample, names, sums, size) | (truth > 0)
    if kept.sum() > MOST_UNKNOWNS:
        raise ValueError(f"the items {', '.join(names)} are too finely divided together: show fewer groups or tables")
    number = np.cumsum(kept) - 1
    return Space(
        truth=truth[kept],
        sums={key: row[kept] for key, row in sums.items()},
        people=np.ones(int(kept.sum()), dtype=bool),
        part=np.zeros(int(kept.sum()), dtype=np.int64),
        rules=np.zeros((0, int(kept.sum()))),
        codes=number[codes],
    )


def divided(
    sample: Sample, names: Sequence[str], conditions: Sequence[Condition], kinds: Truths, part: Integers
) -> Space:
    """The unknowns of items within each part that the grouping items make.

    `kinds` says which conditions each part meets, shape (parts, conditions), `part` where each respondent is, shape
    (n,). The first name is the item that decides who is asked the others.
    """
    root = sample.answers[names[0]]
    if isinstance(root, Ticks) and _is_simple(sample, root, names[1:]):
        space = _ticks(sample, root, names[1:], len(kinds), part)
    else:
        space = _crossed(sample, names, len(kinds), part)
    met = {condition: kinds[space.part, i].astype(np.int64) for i, condition in enumerate(conditions)}
    space = Space(space.truth, {**space.sums, **met}, space.people, space.part, space.rules, space.codes)
    return _kept(space, _possible(sample, names, space.sums, space.size) | (space.truth > 0))


def _kept(space: Space, kept: Truths) -> Space:
    sums = {key: row[kept] for key, row in space.sums.items()}
    return Space(space.truth[kept], sums, space.people[kept], space.part[kept], space.rules[:, kept], space.codes)


def _crossed(sample: Sample, names: Sequence[str], parts: int, part: Integers) -> Space:
    inner = product(sample, names)
    if inner.size * parts > MOST_UNKNOWNS * 4:
        raise ValueError(f"the tables of {', '.join(names)} are too finely divided: show fewer groups")
    return Space(
        truth=np.bincount(part * inner.size + inner.codes, minlength=parts * inner.size).astype(np.int64),
        sums={key: np.tile(row, parts) for key, row in inner.sums.items()},
        people=np.ones(parts * inner.size, dtype=bool),
        part=np.repeat(np.arange(parts), inner.size),
        rules=np.zeros((0, parts * inner.size)),
        codes=np.zeros(0, dtype=np.int64),
    )


def _possible(sample: Sample, names: Sequence[str], sums: dict[Condition, Integers], size: int) -> Truths:
    """The unknowns that the form allows: an item's base says who may have answered it."""
    possible = np.ones(size, dtype=bool)
    for name in names:
        item = sample.answers[name].item
        keys = [(item.base.item or "", level) for level in item.base.levels]
        if keys and all(key in sums for key in keys):
            asked = np.logical_or.reduce([sums[key] > 0 for key in keys])
            possible &= asked | (sums[(name, BASE)] == 0)
    return possible


def _states(answers: Answers) -> tuple[Integers, Truths]:
    """Each respondent's state, shape (n,), and the levels that each state holds, (states, levels); last: no answer."""
    if isinstance(answers, Ticks):
        return _patterns(answers)
    levels = len(answers.item.levels)
    codes = answers.codes if isinstance(answers, Choices) else _first_choices(answers)
    return np.where(codes == NO_ANSWER, levels, codes), np.eye(levels + 1, levels, dtype=bool)


def _first_choices(answers: Answers) -> Integers:
    first = answers.values == 1
    return np.where(first.any(axis=1), first.argmax(axis=1), NO_ANSWER)


def _patterns(answers: Ticks) -> tuple[Integers, Truths]:
    """Every combination of ticks that the form allows or that somebody made."""
    levels = len(answers.item.levels)
    if levels > MOST_LEVELS:
        raise ValueError(f"'{answers.item.id}' has more than {MOST_LEVELS} levels: its combinations are too many")
    ticked = (np.arange(2**levels)[:, None] >> np.arange(levels)) & 1 == 1
    allowed = ~(ticked[:, _exclusive(answers)].any(axis=1) & (ticked.sum(axis=1) > 1))
    made = answers.ticked @ (1 << np.arange(levels))
    allowed[made[answers.answered]] = True
    number = np.cumsum(allowed) - 1
    codes = np.where(answers.answered, number[made], int(allowed.sum()))
    return codes, np.vstack([ticked[allowed], np.zeros((1, levels), dtype=bool)])


def _exclusive(answers: Ticks) -> Truths:
    return np.array([level.exclusive for level in answers.item.levels])


def _sums_of(answers: Answers, gives: Truths) -> dict[str, Integers]:
    """How often each state enters the count of each level and group, the base, the ticks and those without any."""
    answered = np.arange(len(gives)) < len(gives) - 1
    rows = {level: gives[:, positions(answers.item, level)].any(axis=1) for level in shown_levels(answers.item)}
    ticks = gives.sum(axis=1)
    found = {**rows, BASE: answered, ANSWERS: ticks, NOTHING: answered & (ticks == 0)}
    return {level: row.astype(np.int64) for level, row in found.items()}


def _is_simple(sample: Sample, root: Ticks, dependents: Sequence[str]) -> bool:
    """Whether levels, their union and who ticked nothing say all that the tables of these items can show."""
    alone = _exclusive(root)
    several = {level.id for level, only in zip(root.item.levels, alone, strict=True) if not only}
    groups = all(len(group.levels) == 1 or set(group.levels) == several for group in root.item.groups)
    mixed = root.ticked[:, alone].any(axis=1) & (root.ticked.sum(axis=1) > 1)
    asked = [sample.answers[name].item.base.levels for name in dependents]
    own_level = len(set(asked)) == len(asked) and all(len(levels) == 1 and levels[0] in several for levels in asked)
    return (
        bool(several)
        and groups
        and own_level
        and root.item.base.item is None
        and not mixed.any()
        and all(_follows(sample, root, name) for name in dependents)
    )


def _follows(sample: Sample, root: Ticks, name: str) -> bool:
    """Whether an item with one answer was answered only by those who ticked its base."""
    answers = sample.answers[name]
    if not isinstance(answers, Choices) or answers.item.base.item != root.item.id:
        return False
    return not (answers.answered & ~root.gave(answers.item.base.levels[0])).any()


def _ticks(sample: Sample, root: Ticks, dependents: Sequence[str], parts: int, part: Integers) -> Space:
    """Unknowns of a multiple-response item by level: those who ticked it, split by the answers that depend on it."""
    item = root.item
    split = {sample.answers[name].item.base.levels[0]: sample.answers[name] for name in dependents}
    whose: list[Truths] = []
    enters: list[dict[Condition, int]] = []

    def unknown(members: Truths, *keys: Condition) -> None:
        whose.append(members)
        enters.append(dict.fromkeys(keys, 1))

    for level in item.levels:
        ticked, keys = root.gave(level.id), ((item.id, level.id), (item.id, ANSWERS))
        if level.exclusive:
            unknown(ticked, *keys, (item.id, BASE), ("", "people"))
        elif level.id not in split:
            unknown(ticked, *keys)
        else:
            _add_split(unknown, split[level.id], ticked, keys)
    some = np.asarray(root.ticked[:, ~_exclusive(root)].any(axis=1))
    unions = [(item.id, group.id) for group in item.groups if len(group.levels) > 1]
    unknown(some, (item.id, BASE), ("", "people"), ("", "some"), *unions)
    unknown(root.answered & ~root.ticked.any(axis=1), (item.id, BASE), (item.id, NOTHING), ("", "people"))
    unknown(~root.answered, ("", "people"))
    entered = dict.fromkeys(key for own in enters for key in own)
    inner = {key: np.array([own.get(key, 0) for own in enters], dtype=np.int64) for key in entered}
    for group in item.groups:
        if len(group.levels) == 1:
            inner[(item.id, group.id)] = inner[(item.id, group.levels[0])]
    people, any_level = inner.pop(("", "people")) > 0, inner.pop(("", "some"))
    levels = np.array([inner[(item.id, level.id)] for level in item.levels if not level.exclusive])
    rules = np.vstack([any_level - levels, levels.sum(axis=0) - any_level])
    return Space(
        truth=np.stack([np.bincount(part[members], minlength=parts) for members in whose], axis=1).ravel(),
        sums={key: np.tile(row, parts) for key, row in inner.items()},
        people=np.tile(people, parts),
        part=np.repeat(np.arange(parts), len(whose)),
        rules=np.kron(np.eye(parts), rules),
        codes=np.zeros(0, dtype=np.int64),
    )


def _add_split(unknown: Callable[..., None], answers: Answers, ticked: Truths, keys: tuple[Condition, ...]) -> None:
    assert isinstance(answers, Choices)
    name = answers.item.id
    for position, level in enumerate(answers.item.levels):
        groups = [(name, group.id) for group in answers.item.groups if level.id in group.levels]
        unknown(ticked & (answers.codes == position), *keys, (name, level.id), (name, BASE), (name, ANSWERS), *groups)
    unknown(ticked & ~answers.answered, *keys)
