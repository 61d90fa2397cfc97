"""The sampler of `populations` written plainly: one population after another, one proposal after another.

It is what the vectorised sampler is timed against, and its figures must agree with it in distribution. It draws under
the prior LKJ(1) and the standard reading alone.
"""

from __future__ import annotations

import numpy as np

from clinical_data_survey.plausible.count_tables import ORDERS
from clinical_data_survey.plausible.count_windows import Design, Windows, ratio_pairs

LATENTS = 13
Table = dict[str, np.ndarray]
People = dict[str, np.ndarray]


def propose_spread(total: tuple[int, int], design: Design, rng: np.random.Generator) -> np.ndarray | None:
    """Counts by stratum with their sum in an interval, or nothing where the last does not fit."""
    low, high = total
    sizes = design.sizes
    in_all = rng.integers(low, high, endpoint=True)
    secondary = rng.integers(max(0, low - sizes[1] - sizes[2]), min(sizes[0], high), endpoint=True)
    tertiary = rng.integers(max(0, low - sizes[0] - sizes[2]), min(sizes[1], high), endpoint=True)
    rest = in_all - secondary - tertiary
    return np.array([secondary, tertiary, rest]) if 0 <= rest <= sizes[2] else None


def horizon(design: Design, asked: Windows, rng: np.random.Generator) -> Table:
    """Counts within 5 and within 10 years."""
    while True:
        early = propose_spread(asked.within_5, design, rng)
        late = propose_spread((design.n - asked.within_10[1], design.n - asked.within_10[0]), design, rng)
        if early is not None and late is not None and (early <= np.array(design.sizes) - late).all():
            return {"within_5": early, "within_10": np.array(design.sizes) - late}


def vision(design: Design, asked: Windows, rng: np.random.Generator) -> Table:
    """Counts that lack a clear vision."""
    while True:
        lacking = propose_spread(asked.lacks_vision, design, rng)
        if lacking is not None:
            return {"lacks_vision": lacking}


def willingness(design: Design, asked: Windows, rng: np.random.Generator) -> Table:
    """Counts that are willing, secondary below tertiary care."""
    while True:
        willing = propose_spread(asked.willing, design, rng)
        if willing is not None and willing[0] * design.tertiary < willing[1] * design.secondary:
            return {"willing": willing}


def worry(design: Design, rng: np.random.Generator) -> Table:
    """Counts that are worried, secondary above tertiary care."""
    while True:
        worried = rng.integers(0, design.sizes, endpoint=True)
        if worried[0] * design.tertiary > worried[1] * design.secondary:
            return {"worried": worried}


def barriers(design: Design, asked: Windows, pairs: np.ndarray, rng: np.random.Generator) -> Table:
    """Counts of the barrier block: who sees none, lack of support, four barriers, whose expertise."""
    most = asked.any_barrier[1]
    while True:
        none = propose_spread((design.n - most, design.n - asked.any_barrier[0]), design, rng)
        if none is None:
            continue
        support = np.array([*pairs[rng.integers(len(pairs))], rng.integers(0, design.rest, endpoint=True)])
        if (support > np.array(design.sizes) - none).any():
            continue
        counts = np.sort(rng.integers(0, most, size=4, endpoint=True))[::-1]
        seeing, held = design.n - none.sum(), support.sum()
        if not (seeing >= counts[0] > counts[1] and counts[2] > max(counts[3], held)):
            continue
        if counts.sum() + held < seeing:
            continue
        free = rng.integers(0, most, size=2, endpoint=True)
        gap = np.sort([*free, counts[0] - free.sum()])[::-1]
        if gap[2] < 0 or gap[1] == gap[2]:
            continue
        ordered = np.concatenate([counts[:1], rng.permutation(counts[1:3]), counts[3:]])
        users = np.concatenate([rng.permutation(gap[:2]), gap[2:]])
        return {"no_barrier": none, "support": support, "barriers": ordered, "gap": users}


def composition(total: int, parts: int, rng: np.random.Generator) -> np.ndarray:
    """A way to share a total, all equally likely."""
    return rng.multinomial(total, rng.dirichlet(np.ones(parts)))


def opportunity(design: Design, rng: np.random.Generator) -> Table:
    """Counts of orders in which two fields lead by first choices and by mean rank alike."""
    orders = np.array(ORDERS)
    ranks = np.argsort(orders, axis=1) + 1
    while True:
        counts = composition(design.n, len(orders), rng)
        sums = counts @ ranks
        firsts = np.bincount(orders[:, 0], weights=counts, minlength=4)
        named = np.argsort(sums)
        if not (sums[named[0]] < sums[named[1]] < sums[named[2]]):
            continue
        if not (firsts[named[0]] > firsts[named[1]] > firsts[named[2:]].max()):
            continue
        named[2:] = rng.permutation(named[2:])
        renamed = [ORDERS.index(tuple(int(named[field]) for field in order)) for order in ORDERS]
        return {"opportunity": counts[renamed]}


def investors(design: Design, rng: np.random.Generator) -> Table:
    """Counts of investors: one first, one last, three between."""
    while True:
        counts = np.sort(composition(design.n, 5, rng))[::-1]
        if counts[0] > counts[1] and counts[3] > counts[4]:
            return {"investor": np.concatenate([counts[:1], rng.permutation(counts[1:4]), counts[4:]])}


def table(design: Design, asked: Windows, pairs: np.ndarray, rng: np.random.Generator) -> Table:
    """One table of counts, uniform over all that satisfy the claims."""
    return (
        horizon(design, asked, rng)
        | vision(design, asked, rng)
        | willingness(design, asked, rng)
        | worry(design, rng)
        | barriers(design, asked, pairs, rng)
        | opportunity(design, rng)
        | investors(design, rng)
        | {"roles": composition(design.rest - 3, 4, rng) + np.array([0, 1, 1, 1])}
    )


def correlated(design: Design, rng: np.random.Generator) -> np.ndarray:
    """Scores (latents, n) with a correlation matrix from LKJ(1), by the onion method."""
    factor = np.zeros((LATENTS, LATENTS))
    factor[0, 0] = 1
    for row in range(1, LATENTS):
        squared = rng.beta(row / 2, 1 + (LATENTS - 1 - row) / 2)
        direction = rng.standard_normal(row)
        factor[row, :row] = np.sqrt(squared) * direction / np.linalg.norm(direction)
        factor[row, row] = np.sqrt(1 - squared)
    return factor @ rng.standard_normal((LATENTS, design.n))


def top(scores: np.ndarray, size: int) -> np.ndarray:
    """Who ranks among the highest."""
    chosen = np.zeros(len(scores), dtype=bool)
    chosen[np.argsort(-scores)[:size]] = True
    return chosen


def by_stratum(scores: np.ndarray, sizes: np.ndarray, design: Design) -> np.ndarray:
    """Who ranks among the highest of their stratum."""
    parts = np.split(scores, np.cumsum(design.sizes)[:-1])
    return np.concatenate([top(part, size) for part, size in zip(parts, sizes, strict=True)])


def unordered(scores: np.ndarray, sizes: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Levels given out along the scores, in an order of their own."""
    along = rng.permutation(len(sizes))
    codes = np.full(len(scores), -1)
    codes[np.argsort(-scores)[: sizes.sum()]] = np.repeat(along, sizes[along])
    return codes


def respondents(counts: Table, design: Design, scores: np.ndarray, rng: np.random.Generator) -> People:
    """The people of one table."""
    sees = ~by_stratum(-scores[4], counts["no_barrier"], design)
    support = by_stratum(np.where(sees, scores[8], -np.inf), counts["support"], design)
    held = np.array([top(np.where(sees, scores[9 + j], -np.inf), counts["barriers"][j]) for j in range(4)])
    for j in range(4):
        many = held.sum(axis=0) + support
        bare, donors = sees & (many == 0), held[j] & (many >= 2)
        moved = min(bare.sum(), donors.sum())
        if moved:
            held[j] &= ~top(np.where(donors, -scores[9 + j], -np.inf), moved)
            held[j] |= top(np.where(bare, scores[9 + j], -np.inf), moved)
    return {
        "within_5": by_stratum(scores[0], counts["within_5"], design),
        "within_10": by_stratum(scores[0], counts["within_10"], design),
        "lacks_vision": by_stratum(scores[1], counts["lacks_vision"], design),
        "willing": by_stratum(scores[2], counts["willing"], design),
        "worried": by_stratum(scores[3], counts["worried"], design),
        "barriers": np.vstack([held, support]),
        "gap": unordered(np.where(held[0], scores[5], -np.inf), counts["gap"], rng),
        "opportunity": unordered(scores[6], counts["opportunity"], rng),
        "investor": unordered(scores[7], counts["investor"], rng),
        "roles": counts["roles"],
    }


def counted(people: People, design: Design) -> dict[str, np.ndarray]:
    """Counts of each two facts, of investors, of the follow-up, of first choices and of ranks."""
    care = np.zeros((2, design.n))
    care[0, : design.secondary] = 1
    care[1, design.secondary : design.secondary + design.tertiary] = 1
    names = ("within_5", "within_10", "lacks_vision", "willing", "worried")
    answers = np.array([people[name] for name in names])
    facts = np.vstack([care, answers, people["barriers"], people["barriers"].any(axis=0)]).astype(float)
    orders = np.array(ORDERS)[people["opportunity"]]
    return {
        "both": facts @ facts.T,
        "investor": np.bincount(people["investor"], minlength=5),
        "gap": np.bincount(people["gap"] + 1, minlength=4)[1:],
        "firsts": np.bincount(orders[:, 0], minlength=4),
        "rank_sums": (np.argsort(orders, axis=1) + 1).sum(axis=0),
        "roles": people["roles"],
    }


def check(found: dict[str, np.ndarray], design: Design, asked: Windows) -> None:
    """Raises ArithmeticError where a claim does not hold."""
    both, gap, investor = found["both"], found["gap"], found["investor"]
    held = both.diagonal()
    windows = ((2, asked.within_5), (3, asked.within_10), (4, asked.lacks_vision), (5, asked.willing))
    within = all(low <= held[fact] <= high for fact, (low, high) in (*windows, (12, asked.any_barrier)))
    first, second = found["firsts"][:2]
    ranks = found["rank_sums"]
    ratio_top, ratio_bottom = both[0, 11] * design.tertiary, both[1, 11] * design.secondary
    if not (
        within
        and held[7] > max(held[8], held[9])
        and min(held[8], held[9]) > max(held[10], held[11])
        and min(gap[0], gap[1]) > gap[2]
        and ratio_bottom > 0
        and asked.ratio[0] * int(ratio_bottom) <= int(ratio_top) <= asked.ratio[1] * int(ratio_bottom)
        and both[0, 5] * design.tertiary < both[1, 5] * design.secondary
        and both[0, 6] * design.tertiary > both[1, 6] * design.secondary
        and investor[0] > investor[1:4].max()
        and investor[1:4].min() > investor[4]
        and first > second > found["firsts"][2:].max()
        and ranks[0] < ranks[1] < ranks[2:].min()
        and found["roles"][1:].min() > 0
    ):
        raise ArithmeticError("a population misses a claim")


def statistics(found: dict[str, np.ndarray], design: Design) -> dict[str, float]:
    """What an ensemble keeps of one population."""
    both = found["both"]
    facts = range(2, len(both))
    kept = {f"share.{fact}": both[fact, fact] / design.n for fact in facts}
    kept |= {f"both.{one}.{other}": both[one, other] / design.n for one in facts for other in facts if one < other}
    kept |= {f"secondary.{fact}": both[0, fact] / design.secondary for fact in facts}
    kept |= {f"tertiary.{fact}": both[1, fact] / design.tertiary for fact in facts}
    kept |= {f"difference.{fact}": kept[f"secondary.{fact}"] - kept[f"tertiary.{fact}"] for fact in facts}
    kept["ratio"] = kept["secondary.11"] / kept["tertiary.11"]
    for name, base in (
        ("firsts", design.n),
        ("rank_sums", design.n),
        ("investor", design.n),
        ("gap", found["gap"].sum()),
    ):
        kept |= {f"{name}.{level}": count / base for level, count in enumerate(found[name])}
    return kept


def ensemble(design: Design, asked: Windows, number: int, rng: np.random.Generator) -> list[dict[str, float]]:
    """Statistics of `number` populations, each checked."""
    pairs = np.array(ratio_pairs(design, asked.ratio))
    kept = []
    for _ in range(number):
        counts = table(design, asked, pairs, rng)
        found = counted(respondents(counts, design, correlated(design, rng), rng), design)
        check(found, design, asked)
        kept.append(statistics(found, design))
    return kept
