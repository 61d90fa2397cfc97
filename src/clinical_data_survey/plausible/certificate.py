"""Recompute the certificate of a synthetic wave: does every published claim hold in it, exactly?

    python certificate.py wave.csv published_claims.csv [wave.certificate.json]

prints the certificate and exits 1 where a claim fails, the wave is not marked synthetic, its answers contradict each
other, or the stored certificate differs. Only the standard library is used and nothing of the project: what made the
wave cannot help it here. Shares are compared as fractions, without rounding.
"""

import csv
import hashlib
import json
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

Rows = list[dict[str, str]]
BARRIERS = ("lack_of_expertise", "it_infrastructure", "data_accessibility", "lack_of_medical_staff_support",
            "other_barrier")  # fmt: skip
FIELDS = ("diagnostics", "personalised_treatment", "prevention", "administration")
INVESTORS = ("healthcare_institutions", "medtech_companies", "government", "health_insurers", "other_party")
GROUPS = {"willing": ("definitely", "probably"), "worried": ("very_worried", "somewhat_worried"), "any": BARRIERS}

SECONDARY_IS_HIGHER = {"willing": False, "worried": True}


def answered(row: dict[str, str], item: str, levels: list[str]) -> bool:
    """Whether a respondent gave any of these answers, or an answer of these groups."""
    wanted = [answer for level in levels for answer in GROUPS.get(level, (level,))]
    if item == "barriers":
        return any(row[f"barriers__{answer}"] == "1" for answer in wanted)
    return row[item] in wanted


def by_care(rows: Rows, item: str, levels: list[str]) -> dict[str, list[int]]:
    """How many clinicians of each care level gave the answer, and of how many."""
    found = {}
    for care in ("secondary", "tertiary"):
        asked = [row for row in rows if row["respondent_role"] == "clinician" and row["care_level"] == care]
        found[care] = [sum(answered(row, item, levels) for row in asked), len(asked)]
    return found


def share(pair: list[int]) -> Fraction:
    """A count over its base, exactly."""
    return Fraction(pair[0], pair[1])


def scores(rows: Rows, item: str) -> dict[str, dict[str, int]]:
    """What an order can be read from, larger is higher: each measure's score of each level."""
    if item == "barriers":
        return {"count": {b: sum(answered(row, item, [b]) for row in rows) for b in BARRIERS}}
    if item == "investor":
        return {"count": {party: sum(row[item] == party for row in rows) for party in INVESTORS}}
    ranks = {field: [int(row[f"opportunity__{field}"]) for row in rows] for field in FIELDS}
    first = {field: sum(rank == 1 for rank in given) for field, given in ranks.items()}
    return {"first choices": first, "minus sum of ranks": {field: -sum(given) for field, given in ranks.items()}}


def judge(claim: dict[str, str], rows: Rows) -> tuple[dict[str, Any], int, bool]:
    """What is observed for a claim, among how many, and whether the claim holds."""
    item, levels, measure = claim["item"], claim["level"].split("|"), claim["measure"]
    low, high = (Fraction(claim[end]) if claim[end] else Fraction(0) for end in ("low", "high"))
    if measure == "proportion":
        count = sum(answered(row, item, levels) for row in rows)
        return {"count": count}, len(rows), low <= Fraction(count, len(rows)) <= high
    if measure == "rank":
        observed: dict[str, Any] = {}
        holds = True
        for name, score in scores(rows, item).items():
            own = score[levels[0]]
            best, worst = 1 + sum(s > own for s in score.values()), sum(s >= own for s in score.values())
            observed[name] = {"score": own, "place": best if best == worst else [best, worst]}
            holds = holds and low <= best and worst <= high
        return observed, len(rows), holds
    if measure == "composition":
        roles = dict(sorted(Counter(row[item] for row in rows).items()))
        return roles, len(rows), all(roles.get(level, 0) > 0 for level in levels)
    if item == "expertise_gap":
        gap = dict(sorted(Counter(row[item] for row in rows if row[item]).items()))
        return gap, sum(gap.values()), all(gap.get(level, 0) > gap.get("data_scientists", 0) for level in levels)
    care = by_care(rows, item, levels)
    base = care["secondary"][1] + care["tertiary"][1]
    if not care["secondary"][1] or not care["tertiary"][1]:
        return dict(care), base, False
    secondary, tertiary = share(care["secondary"]), share(care["tertiary"])
    if measure == "ratio":
        return dict(care), base, tertiary > 0 and low * tertiary <= secondary <= high * tertiary
    return dict(care), base, (secondary > tertiary) if SECONDARY_IS_HIGHER[claim["level"]] else (secondary < tertiary)


def contradictions(rows: Rows) -> list[str]:
    """Answers that one respondent cannot give together, and rows that do not say they are synthetic."""
    found = []
    if len({row["respondent_id"] for row in rows}) < len(rows):
        found.append("a respondent_id stands twice")
    for row in rows:
        lacks_expertise, none = row["barriers__lack_of_expertise"] == "1", row["barriers__no_barrier"] == "1"
        wrong = {
            "is not marked synthetic": row["synthetic"] != "1",
            "does not rank every field once": sorted(row[f"opportunity__{f}"] for f in FIELDS) != list("1234"),
            "sees no barrier and some, or neither": none == answered(row, "barriers", ["any"]),
            "was asked wrongly about expertise_gap": lacks_expertise != bool(row["expertise_gap"]),
            "has an empty answer": any(not text for name, text in row.items() if name != "expertise_gap"),
        }
        found += [f"{row['respondent_id']} {what}" for what, is_wrong in wrong.items() if is_wrong]
    return found


def certify(wave: Path, claims: Path) -> dict[str, Any]:
    """The certificate of a wave: each claim with its reading, what is observed and whether it holds."""
    rows = list(csv.DictReader(wave.read_text(encoding="utf-8").splitlines()))
    judged = []
    for claim in csv.DictReader(claims.read_text(encoding="utf-8").splitlines()):
        observed, base, holds = judge(claim, rows)
        reading = {"low": claim["low"], "high": claim["high"], "why": claim["reading"]}
        judged.append({"claim": claim["claim_id"], "as_printed": claim["as_printed"], "reading": reading,
                       "observed": observed, "base": base, "holds": holds})  # fmt: skip
    care = by_care(rows, "respondent_role", ["clinician"])
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
    certificate = certify(Path(arguments[0]), Path(arguments[1]))
    print(json.dumps(certificate, indent=2, ensure_ascii=False))
    stored = json.loads(Path(arguments[2]).read_text(encoding="utf-8")) if len(arguments) > 2 else certificate
    differing = [name for name in certificate if stored.get(name) != certificate[name]]
    if differing:
        print(f"the stored certificate differs in {', '.join(differing)}", file=sys.stderr)
    return int(bool(differing) or not certificate["holds"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
