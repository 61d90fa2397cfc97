"""Results of the synthetic wave: its certificate, claim by claim. Nobody gave its answers: none is a finding."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from clinical_data_survey import wording
from clinical_data_survey.paths import PUBLISHED_CLAIMS, QUESTIONNAIRE, SYNTHETIC_WAVE, SYNTHETIC_WAVE_CERTIFICATE
from clinical_data_survey.plausible import certificate
from clinical_data_survey.published.claims import Claim
from clinical_data_survey.results.result import Result

ANCHOR = "synthetic-wave"
ORIGIN = "synthetic wave, made up to fit the claims: not a finding"
BASE = "made-up respondents"


def collect(claims: tuple[Claim, ...]) -> list[Result]:
    """The certificate of the stored wave, recomputed from the data files."""
    found = certificate.certify(SYNTHETIC_WAVE, PUBLISHED_CLAIMS, QUESTIONNAIRE)
    judged = {entry["claim"]: entry for entry in found["claims"]}
    results = [result for claim in claims for result in _of_claim(claim, judged[claim.id])]
    made = json.loads(SYNTHETIC_WAVE_CERTIFICATE.read_text(encoding="utf-8"))["made"]
    return [
        *results,
        _result("n", f"{found['n']}", ()),
        _result("secondary", f"{found['split']['secondary_clinicians']}", ()),
        _result("tertiary", f"{found['split']['tertiary_clinicians']}", ()),
        _result("seed", f"{made['seed']}", ()),
        _result("prior", str(made["prior"]), ()),
    ]


def _result(name: str, text: str, claims: tuple[str, ...], **ends: Any) -> Result:
    return Result(f"synthetic.{name}", text, "measured", BASE, ORIGIN, ANCHOR, claims, **ends)


def _of_claim(claim: Claim, judged: Mapping[str, Any]) -> list[Result]:
    """What the wave shows for a claim, which no claim moves, and whether the claim's reading covers it."""
    found = [
        _result(f"{claim.id}.observed", _observed(claim, judged["observed"]), ()),
        _result(f"{claim.id}.base", f"{judged['base']}", ()),
        _result(f"{claim.id}.holds", "holds" if judged["holds"] else "does not hold", (claim.id,)),
    ]
    if claim.measure == "proportion":
        share = judged["observed"]["count"] / judged["base"]
        found.append(_result(f"{claim.id}.share", wording.percent(share), (), low=share, high=share))
    return found


def _observed(claim: Claim, observed: Mapping[str, Any]) -> str:
    """Counts, places or groups as people read them."""
    if "count" in observed and not isinstance(observed["count"], Mapping):
        return f"{observed['count']}"
    if claim.measure == "rank":
        return wording.listed(list(dict.fromkeys(f"place {_place(m['place'])}" for m in observed.values())))
    if "secondary" in observed:
        groups = [f"{count} of {base} in {level} care" for level, (count, base) in observed.items()]
        return wording.listed(groups)
    return wording.listed([f"{count} {name.replace('_', ' ')}" for name, count in observed.items()])


def _place(place: int | list[int]) -> str:
    return f"{place}" if isinstance(place, int) else " to ".join(map(str, place))
