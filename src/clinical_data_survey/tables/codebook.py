"""The codebook: every item of the questionnaire with its type, base, answers and wording in two languages."""

from __future__ import annotations

from clinical_data_survey.published import claims
from clinical_data_survey.survey import questionnaire
from clinical_data_survey.survey.questionnaire import Item
from clinical_data_survey.tables.table import Table
from clinical_data_survey.wording import listed


def overview() -> Table:
    """All items in the order in which they are asked."""
    items = questionnaire.load().items
    return Table(
        name="codebook",
        caption="The items of the reconstructed questionnaire.",
        columns=("Item", "Type", "Asked of", "English", "Dutch", "Claims"),
        rows=tuple(_item_row(item) for item in items),
        widths=(20, 12, 14, 22, 22, 10),
    )


def answers() -> Table:
    """All answers and reported groups of answers, in order."""
    rows = [
        (f"`{level.id}`", f"`{item.id}`", level.en, level.nl, _origin(level.published), _members(item, level.id))
        for item in questionnaire.load().items
        for level in item.levels + item.groups
    ]
    return Table(
        name="codebook-answers",
        caption="The answers of each item in order, and the groups in which answers are reported.",
        columns=("Answer", "Item", "English", "Dutch", "Named by", "Groups"),
        rows=tuple(rows),
        widths=(18, 16, 18, 21, 11, 16),
    )


def _item_row(item: Item) -> tuple[str, ...]:
    resting = [f"{{ref}}`{c.id} <claim-{c.id.lower()}>`" for c in claims.load() if c.item == item.id]
    return (f"`{item.id}`", item.type, _base(item), item.en, item.nl, ", ".join(resting) or "none")


def _base(item: Item) -> str:
    if item.base.item is None:
        return "everyone"
    answered = listed([f"`{level}`" for level in item.base.levels])
    return f"those who answered {answered} to `{item.base.item}`"


def _origin(published: bool) -> str:
    return "the source" if published else "this edition"


def _members(item: Item, level_id: str) -> str:
    level = item.level(level_id)
    return "" if level.levels == (level.id,) else "counts " + listed([f"`{member}`" for member in level.levels])
