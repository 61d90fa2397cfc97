"""Items with several answers in their canonical long form: one row a respondent, item and level; and back."""

from __future__ import annotations

import numpy as np
import pandas as pd

from clinical_data_survey.questionnaire import Item
from clinical_data_survey.responses import ID, SEVERAL, STATES, Answers, gathered, has, laid_out

COLUMNS = (ID, "item", "level", "value", "state")
SELECTED, NOT_SELECTED = "selected", "not_selected"
LONG_STATES = (SELECTED, NOT_SELECTED, *STATES[1:])


def to_long(responses: pd.DataFrame, items: tuple[Item, ...]) -> pd.DataFrame:
    """Multiple responses and rankings of a wide table as (respondent_id, item, level, value, state).

    `value` is 1 or 0 for a tick and the rank (1 = first) for a ranking, NaN where there is none; `state` is one of
    `LONG_STATES`. Single and ordinal items are left out, as are items that the table does not hold.
    """
    held = [item for item in items if item.type in SEVERAL and has(responses, item)]
    parts = [_item_to_long(responses, item) for item in held]
    if not parts:
        return pd.DataFrame({name: pd.Series(dtype=str) for name in COLUMNS})
    long = pd.concat(parts, ignore_index=True)
    for name in ("item", "level", "state"):
        long[name] = long[name].astype("category")
    return long


def _item_to_long(responses: pd.DataFrame, item: Item) -> pd.DataFrame:
    answers = gathered(responses, item)
    n, count = answers.values.shape
    states = np.repeat(answers.states, count)
    values = answers.values.astype(float).ravel()
    picked = np.where(values > 0, 0, 1)
    long_states = np.array(LONG_STATES)[np.where(states == 0, picked, states + 1)]
    values[states != 0] = np.nan
    if item.type == "ranking":
        values[values == 0] = np.nan
    return pd.DataFrame(
        {
            ID: np.repeat(responses[ID].to_numpy(), count),
            "item": item.id,
            "level": np.tile([level.id for level in item.levels], n),
            "value": values,
            "state": long_states,
        }
    )


def to_wide(long: pd.DataFrame, items: tuple[Item, ...]) -> pd.DataFrame:
    """The long form as a wide table again: respondent_id and the columns of each item that it holds.

    Respondents keep the order in which they first stand. Raises ValueError where a respondent lacks a level of an item.
    """
    ids = pd.Index(long[ID].unique())
    columns: dict[str, object] = {ID: ids}
    for item in items:
        part = long[long["item"] == item.id]
        if len(part):
            columns |= laid_out(_item_from_long(part, item, ids))
    return pd.DataFrame(columns)


def _item_from_long(part: pd.DataFrame, item: Item, ids: pd.Index) -> Answers:
    levels = [level.id for level in item.levels]
    count = len(levels)
    if len(part) != len(ids) * count or part.duplicated([ID, "level"]).any():
        raise ValueError(f"{item.id} needs one row a respondent and level")
    rows = ids.get_indexer(pd.Index(part[ID]))
    places = pd.Index(levels).get_indexer(pd.Index(part["level"].astype(str)))
    values, states = np.zeros((len(ids), count)), np.zeros((len(ids), count), dtype=np.int8)
    values[rows, places] = part["value"].fillna(0)
    state_of = {word: max(0, place - 1) for place, word in enumerate(LONG_STATES)}
    states[rows, places] = part["state"].map(state_of).astype(np.int8)
    return Answers(item, values, states.max(axis=1))
