"""The chart of missing answers: what shares leave certain if items were left empty, or people did not respond."""

from __future__ import annotations

from clinical_data_survey.charts import tidy
from clinical_data_survey.charts.chart import Chart
from clinical_data_survey.charts.rows import Rows, after_or_above
from clinical_data_survey.kinds import KINDS
from clinical_data_survey.results.implied import ANSWERED
from clinical_data_survey.results.published import RESPONSE_RATES

OVERLAP = "implied.within_5_years_and_willing"


def response() -> Chart:
    """An overlap where items were left empty, and a share where people who were asked did not respond."""
    overlaps = {
        OVERLAP: "Expect AI to affect work within {C01.horizon}, are willing",
        **{f"{OVERLAP}.answered{part}": f"Both, {{implied.answered{part}}} per item" for part in ANSWERED},
    }
    shares = {f"C04.response{rate}": f"Willing, {{response{rate}}} responded" for rate in reversed(RESPONSE_RATES)}
    listed = "; ".join(f"{words}: {{{name}}}" for name, words in (overlaps | shares).items())
    few, part = f"response{RESPONSE_RATES[0]}", f"answered{ANSWERED[1]}"
    return Chart(
        name="missing-answers",
        title=(
            f"What if answers are missing? At {{{few}}} response, {{C04}} can stand for {{C04.{few}}} of those asked"
        ),
        caption=(
            "Least and most share for whom it can be true; nothing is assumed of missing answers. Above, of "
            "respondents, if "
            "each item was answered by so many of them, perhaps by others than another item. Below, of those asked. "
            "Base: respondents, and those asked. The news item does not say how many responded or left an item empty."
        ),
        alt=(
            f"Chart of worst cases of missing answers: of items, and of people asked. Published: {{C04}} are "
            f"willing. {listed}. With {{implied.{part}}} of each item the overlap is {{{OVERLAP}.{part}}}."
        ),
        frame=tidy.frame(tidy.of_result(name, label) for name, label in (overlaps | shares).items()),
        draw=Rows({KINDS[kind].label: after_or_above for kind in ("implied", "sampling")}),
        made_by=response,
    )
