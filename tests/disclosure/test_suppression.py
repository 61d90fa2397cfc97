"""Which numbers give way to protect a small count, and that none does without need."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from support.linear_attack import attack
from support.samples import complete

from clinical_data_survey.disclosure.linked_tables import PublishedTable
from clinical_data_survey.disclosure.protection import Policy, Protected, protect
from clinical_data_survey.disclosure.unknown_counts import ANSWERS, BASE
from clinical_data_survey.measured import Sample
from clinical_data_survey.survey import questionnaire
from clinical_data_survey.survey.questionnaire import EVERYONE

FORM = questionnaire.load()
CARE = ("primary", "secondary", "tertiary", "outside_care")
CLOSE = 1e-6


def answers(item: str, counts: dict[str, int]) -> pd.DataFrame:
    return pd.DataFrame({item: [level for level, count in counts.items() for _ in range(count)]})


def protected(responses: pd.DataFrame, *tables: PublishedTable) -> Protected:
    return protect(Sample.read(responses, FORM), tables, Policy())


def hidden(found: Protected, table: str) -> set[str]:
    """The answers of all respondents that a table does not show."""
    return {level for name, group, level in found.cells if name == table and not found.shows(table, level, group)}


def hidden_of_investors(**last: int) -> set[str]:
    """What is hidden of three large answers and the last ones."""
    counts = {"healthcare_institutions": 90, "government": 20, "health_insurers": 30, **last}
    return hidden(protected(answers("investor", counts), PublishedTable("t", "investor")), "t")


def test_small_counts_that_protect_each_other_take_nothing_along():
    assert hidden_of_investors(medtech_companies=3, other_party=2) == {"medtech_companies", "other_party"}


def test_a_small_count_on_its_own_takes_the_smallest_other_answer_along():
    assert hidden_of_investors(medtech_companies=14, other_party=3) == {"medtech_companies", "other_party"}


def test_answers_that_the_news_item_names_give_way_last():
    counts = {"has_clear_vision": 3, "lacks_clear_vision": 40, "does_not_know": 80}
    found = protected(answers("organisation_ai_vision", counts), PublishedTable("t", "organisation_ai_vision"))
    assert hidden(found, "t") == {"has_clear_vision", "does_not_know"}


def test_the_number_of_ticks_gives_way_before_a_share_does():
    levels = [level.id for level in FORM.item("barriers").levels]
    ticked = np.zeros((100, len(levels)), dtype=int)
    ticked[:60, 0] = ticked[40:96, 1] = ticked[:40, 2] = ticked[60:90, 3] = ticked[:20, 4] = 1
    ticked[96:, levels.index("no_barrier")] = 1
    responses = pd.DataFrame(ticked, columns=[f"barriers__{level}" for level in levels]).astype(str)
    gone = hidden(protected(responses, PublishedTable("t", "barriers")), "t")
    assert ANSWERS in gone
    assert not gone & {BASE, *levels[:5]}


def test_what_all_say_stays_where_a_group_can_give_way():
    random = np.random.default_rng(3)
    item, levels = "worried_job_redundant", [level.id for level in FORM.item("worried_job_redundant").levels]
    responses = pd.DataFrame(
        {"care_level": random.choice(CARE, 90, p=[0.15, 0.35, 0.35, 0.15]), item: random.choice(levels, 90)}
    )
    found = protected(responses, PublishedTable("all", item), PublishedTable("by care", item, "care_level"))
    assert not complete(found, "by care")
    assert complete(found, "all")


@pytest.mark.parametrize("seed", range(4))
def test_none_of_what_all_say_is_hidden_that_could_be_shown(seed):
    """Each answer hidden beside the small ones would, if it were shown alone, give a count at risk away."""
    random = np.random.default_rng(seed)
    items = ("worried_job_redundant", "organisation_ai_vision", "investor")
    drawn = {"care_level": random.choice(CARE, 60)}
    for item in items:
        levels = [level.id for level in FORM.item(item).levels]
        drawn[item] = random.choice(levels, 60, p=random.dirichlet(np.full(len(levels), 0.7)))
    tables = [
        *(PublishedTable(item, item) for item in items),
        *(PublishedTable(f"{item} by care", item, "care_level") for item in items),
    ]
    found = protected(pd.DataFrame(drawn), *tables)
    keys, system = list(found.cells), found.system
    printed = np.flatnonzero(system.published)
    for key, cell in zip(keys, printed, strict=True):
        if key[1] == EVERYONE and found.suppressed.hidden[cell] and not system.at_risk[cell]:
            one_more = found.suppressed.hidden.copy()
            one_more[cell] = False
            cells = np.flatnonzero(one_more | system.at_risk)
            low, high = attack(system, one_more, cells)
            narrow = high - low < 5 - CLOSE
            assert (narrow | (system.at_risk[cells] & (low > CLOSE))).any(), key
