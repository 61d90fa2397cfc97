"""Recompute the certificate of a synthetic wave: does every published claim hold in it, exactly?

    python certificate.py wave.csv published_claims.csv questionnaire.yml [wave.certificate.json]

prints the certificate and exits 1 where a claim fails, the wave is not marked synthetic, its answers contradict each
other, or the stored certificate differs. Only the standard library is used and nothing of the project: what made the
wave cannot help it here. Shares are compared as fractions, without rounding.
"""

import csv
import hashlib
import json
import re
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

Rows = list[dict[str, str]]
Groups = dict[str, list[str]]
SIGNS = {"less": -1, "more": 1}
CARE = ("secondary", "tertiary")
ALONE = "exclusive"


def read_groups(questionnaire: Path) -> Groups:
    """The answers of each group of the questionnaire, such as the willing, and those that rule out the others."""
    text = questionnaire.read_text(encoding="utf-8")
    groups = {name: re.split(r",\s*", held) for name, held in re.findall(r"\{id: (\w+), levels: \[([^\]]*)\]", text)}
    return groups | {ALONE: re.findall(r"\{id: (\w+)[^}]*exclusive: true", text)}


def listed(row: dict[str, str], item: str) -> list[str]:
    """The levels of an item that has a column for each."""
    return [name.removeprefix(f"{item}__") for name in row if name.startswith(f"{item}__")]


def answered(row: dict[str, str], item: str, levels: list[str], groups: Groups) -> bool:
    """Whether a respondent gave any of these answers, or an answer of these groups."""
    wanted = [answer for level in levels for answer in groups.get(level, [level])]
    if item in row:
        return row[item] in wanted
    return any(row[f"{item}__{answer}"] == "1" for answer in wanted)


def by_care(rows: Rows, claim: dict[str, str], groups: Groups) -> dict[str, list[int]]:
    """How many of the claim's base at each care level gave its answers, and of how many."""
    found = {}
    for care in CARE:
        asked = [row for row in rows if row["care_level"] == care]
        if claim["base"] == "clinicians":
            asked = [row for row in asked if row["respondent_role"] == "clinician"]
        found[care] = [sum(answered(r, claim["item"], claim["level"].split("|"), groups) for r in asked), len(asked)]
    return found


def scores(rows: Rows, item: str, levels: list[str], groups: Groups) -> dict[str, dict[str, int]]:
    """What an order can be read from, larger is higher: each measure's score of each level."""
    if item in rows[0]:
        given = Counter(row[item] for row in rows if row[item])
        return {"count": {level: given[level] for level in {*given, *levels}}}
    cells = {level: [int(row[f"{item}__{level}"]) for row in rows] for level in listed(rows[0], item)}
    if all(max(column) <= 1 for column in cells.values()):
        return {"count": {level: sum(column) for level, column in cells.items() if level not in groups[ALONE]}}
    first = {field: sum(rank == 1 for rank in ranks) for field, ranks in cells.items()}
    return {"first choices": first, "minus sum of ranks": {field: -sum(ranks) for field, ranks in cells.items()}}


def judge(claim: dict[str, str], rows: Rows, groups: Groups) -> tuple[dict[str, Any], int, bool]:
    """What is observed for a claim, among how many, and whether the claim holds."""
    item, levels, measure = claim["item"], claim["level"].split("|"), claim["measure"]
    low, high = (Fraction(claim[end]) if claim[end] else Fraction(0) for end in ("low", "high"))
    sign = SIGNS.get(claim["as_printed"].split()[0], 0) if measure == "direction" else 0
    if measure == "ratio" or sign:
        care = by_care(rows, claim, groups)
        base = care["secondary"][1] + care["tertiary"][1]
        if not care["secondary"][1] or not care["tertiary"][1]:
            return dict(care), base, False
        secondary, tertiary = (Fraction(*pair) for pair in care.values())
        if sign:
            return dict(care), base, sign * (secondary - tertiary) > 0
        return dict(care), base, tertiary > 0 and low * tertiary <= secondary <= high * tertiary
    if measure == "proportion":
        asked = [row for row in rows if row.get(item) != ""]
        if claim["base"] == "clinicians":
            asked = [r for r in asked if r["respondent_role"] == "clinician" and r["care_level"] in CARE]
        count = sum(answered(row, item, levels, groups) for row in asked)
        return {"count": count}, len(asked), low * len(asked) <= count <= high * len(asked)
    found = scores(rows, item, levels, groups)
    base = sum(found["count"].values()) if item in rows[0] else len(rows)
    if measure == "rank":
        observed: dict[str, Any] = {}
        holds = True
        for name, score in found.items():
            own = score[levels[0]]
            best, worst = 1 + sum(s > own for s in score.values()), sum(s >= own for s in score.values())
            observed[name] = {"score": own, "place": best if best == worst else [best, worst]}
            holds = holds and low <= best and worst <= high
        return observed, base, holds
    score = dict(sorted(next(iter(found.values())).items()))
    if measure == "composition":
        return score, base, all(score[level] > 0 for level in levels)
    if measure == "gap":
        most = max(score.values())
        return score, base, all(low * base <= most - score[level] <= high * base for level in levels)
    others = [count for level, count in score.items() if level not in levels]
    return score, base, all(score[level] > other for level in levels for other in others)


def contradictions(rows: Rows) -> list[str]:
    """Answers that one respondent cannot give together, and rows that do not say they are synthetic."""
    found = []
    if len({row["respondent_id"] for row in rows}) < len(rows):
        found.append("a respondent_id stands twice")
    for row in rows:
        lacks_expertise, none = row["barriers__lack_of_expertise"] == "1", row["barriers__no_barrier"] == "1"
        fields, barriers = listed(row, "opportunity"), listed(row, "barriers")
        seen = any(row[f"barriers__{barrier}"] == "1" for barrier in barriers if barrier != "no_barrier")
        ranks = [str(rank + 1) for rank in range(len(fields))]
        wrong = {
            "is not marked synthetic": row["synthetic"] != "1",
            "does not rank every field once": sorted(row[f"opportunity__{f}"] for f in fields) != ranks,
            "sees no barrier and some, or neither": none == seen,
            "was asked wrongly about expertise_gap": lacks_expertise != bool(row["expertise_gap"]),
            "has an empty answer": any(not text for name, text in row.items() if name != "expertise_gap"),
        }
        found += [f"{row['respondent_id']} {what}" for what, is_wrong in wrong.items() if is_wrong]
    return found


def certify(wave: Path, claims: Path, questionnaire: Path) -> dict[str, Any]:
    """The certificate of a wave: each claim with its reading, what is observed and whether it holds."""
    rows = list(csv.DictReader(wave.read_text(encoding="utf-8").splitlines()))
    judged, groups = [], read_groups(questionnaire)
    for claim in csv.DictReader(claims.read_text(encoding="utf-8").splitlines()):
        observed, base, holds = judge(claim, rows, groups)
        reading = {"low": claim["low"], "high": claim["high"], "why": claim["reading"]}
        judged.append({"claim": claim["claim_id"], "as_printed": claim["as_printed"], "reading": reading,
                       "observed": observed, "base": base, "holds": holds})  # fmt: skip
    care = by_care(rows, {"base": "clinicians", "item": "respondent_role", "level": "clinician"}, groups)
    problems = contradictions(rows)
    return {
        "synthetic": True,
        "wave": wave.name,
        "sha256": hashlib.sha256(wave.read_bytes()).hexdigest(),
        "n": len(rows),
        "split": {f"{level}_clinicians": count[1] for level, count in care.items()},
        "claims": judged,
        "contradictions": problems,
        "holds": bool(judged) and not problems and all(claim["holds"] for claim in judged),
    }


def main(arguments: list[str]) -> int:
    """0 where the wave satisfies every claim and agrees with the stored certificate, where one is named."""
    certificate = certify(*map(Path, arguments[:3]))
    print(json.dumps(certificate, indent=2, ensure_ascii=False))
    stored = json.loads(Path(arguments[3]).read_text(encoding="utf-8")) if len(arguments) > 3 else certificate
    differing = [name for name in certificate if stored.get(name) != certificate[name]]
    if differing:
        print(f"the stored certificate differs in {', '.join(differing)}", file=sys.stderr)
    return int(bool(differing) or not certificate["holds"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
