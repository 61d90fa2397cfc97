"""The first page in pictures: the headline cards, the path from expectation to vision, the doors to the chapters."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from matplotlib.figure import Figure

from clinical_data_survey import results
from clinical_data_survey.charts import doors, style, tidy
from clinical_data_survey.charts.chart import Chart
from clinical_data_survey.charts.panels import Line, Panel, Panels
from clinical_data_survey.charts.path import path
from clinical_data_survey.charts.style import SMALL_PICTURE, Layout
from clinical_data_survey.others import surveys
from clinical_data_survey.palette import LIGHT
from clinical_data_survey.published import claims

__all__ = ["cards", "doors_to_chapters", "path"]
CARDS = (
    ("C01", "expect_change_5y", "expected AI to affect their daily work within {C01.horizon}"),
    ("C02", "expect_change_10y", "expected it within {C02.horizon}"),
    ("C04", "willing_to_use", "were willing to work with AI themselves"),
    ("C07", "sees_barriers", "saw barriers to AI in healthcare"),
)


def cards() -> Panels:
    """The headline figures, each with its reading, its kind and how other surveys were answered."""
    return Panels("cards", tuple(_card(*card) for card in CARDS))


def _card(claim_id: str, construct: str, says: str) -> Panel:
    figure = "figure-in-words" if claims.by_id()[claim_id].as_printed[:1].isalpha() else "figure"
    return Panel(
        drawing=_track(claim_id, construct, says),
        above=(Line(figure, f"{{{_capitalised(claim_id)}}}"), Line("says", says)),
        below=(Line("kind", f"published · read as {{{claim_id}.reading}}"), Line("peers", _peers(claim_id, construct))),
    )


def _capitalised(claim_id: str) -> str:
    """The result that prints a claim as a sentence begins."""
    words = f"{claim_id}.Words"
    return words if results.find(f"{claim_id}.words").text == results.find(claim_id).text else claim_id


def _peers(claim_id: str, construct: str) -> str:
    """How comparable surveys were answered, in one line."""
    name = f"others.{construct}"
    found = len(surveys.comparable(surveys.load(), construct))
    if not found:
        return "No comparable survey that was found asked this."
    if found == 1:
        return f"{{{name}.Count}} comparable survey found {{{name}.low}}."
    return (
        f"{{{name}.Count}} comparable surveys found {{{name}.low}} to {{{name}.high}}: "
        f"this one ranks {{others.{claim_id}.rank}} of {{others.{claim_id}.of}}."
    )


def _track(claim_id: str, construct: str, says: str) -> Chart:
    """A published share on a track from none to all, comparable surveys below it."""
    claim, peers = claims.by_id()[claim_id], surveys.comparable(surveys.load(), construct).assign(comparable=True)
    frame = tidy.frame([tidy.of_claim(claim, says), *tidy.of_answers(peers, construct)])
    return Chart(
        name=f"card-{claim_id.lower()}",
        title=f"{{{claim_id}}} {says}",
        caption="",
        alt=(
            f"Track from none to all of the respondents: {{{claim_id}}} {says}, read as {{{claim_id}.reading}}. "
            f"Dots below: {_peers(claim_id, construct)}"
        ),
        frame=frame,
        draw=_draw_track,
        made_by=cards,
        layouts=(SMALL_PICTURE,),
        printed=SMALL_PICTURE,
    )


def _draw_track(frame: pd.DataFrame, layout: Layout) -> Figure:
    figure, ax = style.canvas(layout, 0.34)
    ax.set_xlim(-0.006, 1.006)
    ax.set_ylim(-1.15, 1)
    ax.set_axis_off()
    ax.plot([0, 1], [0, 0], color=LIGHT["muted"], lw=0.9, zorder=1)
    for tick in (0, 0.5, 1):
        ax.plot([tick, tick], [-0.35, 0.35], color=LIGHT["muted"], lw=0.9, zorder=1)
    published, *peers = tidy.marks(frame)
    style.mark(ax, 0, published)
    shares = [peer.value for peer in peers]
    ax.scatter(shares, [-0.85] * len(shares), s=22, color=LIGHT["other"], alpha=0.75, lw=0, zorder=3)
    return figure


DOORS = (
    (
        doors.expectations,
        "expectations",
        "Expectations",
        "When respondents expected AI to affect their work, and who was willing to work with it",
    ),
    (doors.barriers, "barriers", "Barriers", "Which barriers were named, and in which order"),
    (doors.care_levels, "care_levels", "Levels of care", "Lack of support, in secondary and in tertiary care"),
    (doors.investment, "investment", "Investment", "Who was named to drive investment"),
)


def doors_to_chapters() -> Panels:
    """A door to each of the survey's four chapters, with a small chart of what is behind it."""
    return Panels("doors", tuple(_door(*door) for door in DOORS))


def _door(drawn: Callable[[], Chart], chapter: str, title: str, says: str) -> Panel:
    return Panel(
        drawing=drawn(),
        above=(),
        below=(Line("title", f"{{doc}}`{title} </chapters/{chapter}>`"), Line("says", says)),
    )
