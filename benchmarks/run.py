"""All benchmarks: `make bench` runs them and writes docs/benchmarks.md."""

from __future__ import annotations

import os
import platform

import bounds
import builds
import evidence
import lighthouse
import measured
import million
import populations

from clinical_data_survey import paths, provenance

REPORT = paths.ROOT / "docs/benchmarks.md"


def main() -> None:
    """Measure and write the report."""
    lines = [
        "# Benchmarks",
        "",
        f"Measured on {provenance.day(provenance.built_on())} at commit {provenance.commit()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}.",
        "",
        "Compare ratios, which are of one run: seconds vary from machine to machine.",
        "",
        *builds.measure(),
        "",
        *bounds.measure(),
        "",
        *populations.measure(),
        "",
        *evidence.measure(),
        "",
        *million.measure(),
        "",
        *measured.measure(),
        "",
        *lighthouse.measure(),
    ]
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
