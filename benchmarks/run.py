"""All benchmarks: `make bench` runs them and writes docs/benchmarks.md."""

from __future__ import annotations

import os
import platform
import shutil

import bounds
import builds
import evidence
import lighthouse
import measured
import million
import populations

from clinical_data_survey import paths, provenance

REPORT = paths.ROOT / "docs/benchmarks.md"


SECTIONS = (builds, bounds, populations, evidence, million, measured, lighthouse)


def main() -> None:
    """Measure, print each section as it is done, and write the report."""
    if shutil.which("npm"):
        lighthouse.install()  # what may fail to be fetched fails before the measuring, not after it
    report = [
        "# Benchmarks",
        "",
        f"Measured on {provenance.day(provenance.built_on())} at commit {provenance.commit()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}.",
        "",
        "Compare ratios, which are of one run: seconds vary from machine to machine.",
    ]
    for section in SECTIONS:
        lines = ["", *section.measure()]
        print("\n".join(lines), flush=True)
        report += lines
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("\n".join(report) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
