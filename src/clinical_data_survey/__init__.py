"""The executable edition of the Clinical Data Survey (2019).

`import clinical_data_survey as cds` gives the names below. They are loaded when one is asked for, so that the import
itself, and the command line's help, stay light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clinical_data_survey.front_door import (
        Finding,
        Refused,
        bounds,
        claims,
        compare,
        crosstab,
        ensemble,
        interval_at,
        model,
        other_surveys,
        pooled,
        possible_sizes,
        reload,
        shares,
        wave,
    )

__all__ = [
    "Finding",
    "Refused",
    "bounds",
    "claims",
    "compare",
    "crosstab",
    "ensemble",
    "interval_at",
    "model",
    "other_surveys",
    "pooled",
    "possible_sizes",
    "reload",
    "shares",
    "wave",
]


def __getattr__(name: str) -> Any:
    if name in __all__:
        return getattr(import_module(f"{__name__}.front_door"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}; the front door has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
