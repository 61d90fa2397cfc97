"""Where the reference values of other software are."""

from pathlib import Path

REFERENCES = Path(__file__).parents[1] / "references"
