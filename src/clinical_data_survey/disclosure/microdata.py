"""Whether respondents' own rows may leave the machine: k-anonymity, names of organisations, columns and weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from clinical_data_survey.disclosure.protection import Policy
from clinical_data_survey.survey.answers import RESERVED, Integers
from clinical_data_survey.survey.questionnaire import Questionnaire
from clinical_data_survey.survey.responses import columns_of

IDENTIFIERS = ("respondent_role", "care_level", "organisation", "age_group", "years_of_experience")
ORGANISATION = "organisation"
OTHER_ORGANISATION = "another organisation"
OWN_COLUMNS = ("respondent_id", "weight", ORGANISATION)


class ReleaseRefused(RuntimeError):
    """Microdata that may not be released; its text gives every reason, one a line."""


@dataclass(frozen=True)
class Anonymity:
    """How alone respondents stand in what an acquaintance may know of them.

    `smallest` is the k of k-anonymity: the fewest respondents who share one description by `identifiers` (0 in an
    empty wave). `unique` respondents stand alone, `exposed` share theirs with fewer than the policy asks, and
    `exposed_without` is that number if one identifier were left out. `uniform` counts the descriptions, of at least
    two people, whose respondents all gave one answer to some item, which the description then tells.
    An empty cell is a value like others. Sweeney (2002), doi:10.1142/S0218488502001648
    """

    identifiers: tuple[str, ...]
    respondents: int
    descriptions: int
    smallest: int
    unique: int
    exposed: int
    exposed_without: Mapping[str, int]
    uniform: int


@dataclass(frozen=True)
class Gate:
    """What stands between microdata and their release: open once there is no reason left."""

    reasons: tuple[str, ...]
    anonymity: Anonymity

    def require(self) -> None:
        """Raises ReleaseRefused with every reason unless the gate has passed."""
        if self.reasons:
            raise ReleaseRefused("\n".join(self.reasons))


def anonymity(responses: pd.DataFrame, policy: Policy, identifiers: Sequence[str] = IDENTIFIERS) -> Anonymity:
    """The anonymity of a wave's responses, by those of the identifiers that it has."""
    held = [name for name in identifiers if name in responses.columns]
    codes = np.column_stack([np.zeros(len(responses), dtype=np.int64), *(_codes(responses[name]) for name in held)])
    index, sizes = _classes(codes)
    without = {name: _exposed(np.delete(codes, i, axis=1), policy) for i, name in enumerate(held, 1)}
    return Anonymity(
        identifiers=tuple(held),
        respondents=len(responses),
        descriptions=len(sizes),
        smallest=int(sizes.min()) if len(sizes) else 0,
        unique=int((sizes == 1).sum()),
        exposed=int(sizes[sizes < policy.anonymity].sum()),
        exposed_without=without,
        uniform=_uniform(responses, held, index, sizes),
    )


def named_organisations(responses: pd.DataFrame, policy: Policy) -> pd.Series:
    """Each respondent's organisation as it may be shown: its name from the policy's number of respondents on.

    Smaller ones become `OTHER_ORGANISATION`, an empty cell stays empty. Raises KeyError without such a column.
    """
    names = responses[ORGANISATION].astype(str).str.strip().where(responses[ORGANISATION].notna(), "")
    sizes = names.map(names.value_counts())
    return names.where((sizes >= policy.organisation) | (names == "") | names.isin(RESERVED), OTHER_ORGANISATION)


def release_gate(responses: pd.DataFrame, questionnaire: Questionnaire, policy: Policy) -> Gate:
    """Hold a wave's responses against the policy; the gate names everything that is to be mended before a release.

    It asks that every description be shared by enough respondents, that only columns of the questionnaire are there,
    that organisations are large enough to be named, that weights point at nobody and that the respondents' numbers
    carry nothing from the export. Releasing rows also releases every table that can be counted from them.
    """
    found = anonymity(responses, policy)
    reasons = [
        *_empty(responses),
        *_columns(responses, questionnaire),
        *_numbers(responses),
        *_descriptions(found, policy),
        *_organisations(responses, policy),
        *_weights(responses, policy),
    ]
    return Gate(tuple(reasons), found)


def _codes(values: pd.Series) -> Integers:
    """One code a distinct answer, shape (n,); every kind of no answer is 0."""
    which, found = pd.factorize(values)
    answers = {"": 0}
    codes = [
        0 if str(value).strip() in RESERVED else answers.setdefault(str(value).strip(), len(answers)) for value in found
    ]
    return np.array([*codes, 0], dtype=np.int64)[which]


def _classes(codes: Integers) -> tuple[Integers, Integers]:
    """Which class each row belongs to, and the size of each class."""
    key = np.zeros(len(codes), dtype=np.int64)
    for values in codes.T:
        _, key = np.unique(key * (values.max(initial=0) + 1) + values, return_inverse=True)
    return key, np.bincount(key) if len(key) else np.zeros(0, dtype=np.int64)


def _exposed(codes: Integers, policy: Policy) -> int:
    sizes = _classes(codes)[1]
    return int(sizes[sizes < policy.anonymity].sum())


def _uniform(responses: pd.DataFrame, held: Sequence[str], index: Integers, sizes: Integers) -> int:
    found = np.zeros(len(sizes), dtype=bool)
    for name in responses.columns:
        if name not in held and name not in OWN_COLUMNS:
            values = _codes(responses[name])
            low, high = (np.full(len(sizes), fill, dtype=np.int64) for fill in (np.iinfo(np.int64).max, -1))
            np.minimum.at(low, index, values)
            np.maximum.at(high, index, values)
            found |= low == high
    return int((found & (sizes > 1)).sum())


def _empty(responses: pd.DataFrame) -> list[str]:
    return [] if len(responses) else ["The wave has no respondent: there is nothing to release."]


def _columns(responses: pd.DataFrame, questionnaire: Questionnaire) -> list[str]:
    asked = {name for item in questionnaire.items for name in columns_of(item)}
    unknown = [str(name) for name in responses.columns if name not in asked and name not in OWN_COLUMNS]
    if not unknown:
        return []
    return [f"The questionnaire has no {', '.join(unknown)}: leave such columns out, they may hold names or free text."]


def _numbers(responses: pd.DataFrame) -> list[str]:
    if "respondent_id" not in responses.columns:
        return []
    numbers = pd.to_numeric(responses["respondent_id"], errors="coerce").to_numpy(dtype=float)
    if np.array_equal(np.sort(numbers), np.arange(1, len(numbers) + 1)):
        return []
    return ["The column respondent_id may lead back to the export: number the respondents from 1, in random order."]


def _descriptions(found: Anonymity, policy: Policy) -> list[str]:
    if not found.exposed:
        return []
    best = min(found.exposed_without, key=lambda name: found.exposed_without[name], default=None)
    advice = "" if best is None else f" Without {best} there would be {found.exposed_without[best]:,}."
    return [
        f"{found.exposed:,} of {found.respondents:,} respondents are in a group of fewer than {policy.anonymity} "
        f"alike in {', '.join(found.identifiers)}; {found.unique:,} stand alone.{advice} "
        "Merge levels, leave items out or leave these respondents out."
    ]


def _organisations(responses: pd.DataFrame, policy: Policy) -> list[str]:
    if ORGANISATION not in responses.columns:
        return []
    small = (named_organisations(responses, policy) == OTHER_ORGANISATION) & (
        responses[ORGANISATION] != OTHER_ORGANISATION
    )
    if not small.any():
        return []
    number = responses.loc[small, ORGANISATION].nunique()
    return [
        f"{number:,} organisation{'s have' if number > 1 else ' has'} fewer than {policy.organisation} respondents and "
        f"may not be named: call them '{OTHER_ORGANISATION}'."
    ]


def _weights(responses: pd.DataFrame, policy: Policy) -> list[str]:
    if "weight" not in responses.columns:
        return []
    rare = responses["weight"].map(responses["weight"].value_counts()).fillna(1) < policy.anonymity
    if not rare.any():
        return []
    return [
        f"{int(rare.sum()):,} respondents have a weight that fewer than {policy.anonymity} share, which tells them "
        "apart: leave the weights out, or round them."
    ]
