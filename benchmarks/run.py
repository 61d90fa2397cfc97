"""Benchmarks: `make bench` runs them and writes docs/benchmarks.md; `ONLY="bounds million"` measures those anew."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys

import bounds
import builds
import lighthouse
import measured
import million
import others
import populations

from clinical_data_survey import edition, paths

REPORT = paths.ROOT / "docs/benchmarks.md"
SECTIONS = {
    "builds": builds,
    "bounds": bounds,
    "populations": populations,
    "others": others,
    "million": million,
    "measured": measured,
    "lighthouse": lighthouse,
}
HEAD = """# Benchmarks

Compare ratios, which are of one run: seconds vary from machine to machine. Each section says when it was measured.
"""


def main(names: list[str]) -> None:
    """Measure the named sections, print each as it is done, and write the report; other sections stay in it."""
    unknown = sorted(set(names) - set(SECTIONS))
    if unknown:
        sys.exit(f"There is no section {', '.join(unknown)}; there are {', '.join(SECTIONS)}.")
    if "lighthouse" in names and shutil.which("npm"):
        lighthouse.install()  # what may fail to be fetched fails before the measuring, not after it
    sections = _written()
    for name in names:
        title, *lines = SECTIONS[name].measure()
        sections[name] = "\n".join([title, "", _when(), *lines])
        print(sections[name], flush=True)
    parts = [f"<!-- {name} -->\n{sections[name]}\n" for name in SECTIONS if name in sections]
    REPORT.write_text("\n".join([HEAD, *parts]), encoding="utf-8")


def _when() -> str:
    return (
        f"Measured on {edition.day(edition.built_on())} at commit {edition.commit()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}."
    )


def _written() -> dict[str, str]:
    """The sections of the report as it stands."""
    text = REPORT.read_text(encoding="utf-8") if REPORT.exists() else ""
    found = re.findall(r"<!-- (\w+) -->\n(.*?)\s*(?=<!-- |\Z)", text, flags=re.DOTALL)
    return {name: section for name, section in found if name in SECTIONS}


if __name__ == "__main__":
    main(sys.argv[1:] or list(SECTIONS))
