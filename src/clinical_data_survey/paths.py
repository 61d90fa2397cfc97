"""Where things are. No other module knows."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

CONFIG = ROOT / "_config.yml"
CONTENTS = ROOT / "_toc.yml"
PYPROJECT = ROOT / "pyproject.toml"
CITATION = ROOT / "CITATION.cff"
LOCK = ROOT / "requirements.txt"
REFERENCES = ROOT / "references.bib"

DATA = ROOT / "data"
PUBLISHED_CLAIMS = DATA / "published_claims.csv"
ALTERNATIVE_READINGS = DATA / "alternative_readings.csv"
SOURCES = DATA / "sources.yml"
QUESTIONNAIRE = DATA / "questionnaire.yml"
SYNTHETIC_WAVE = DATA / "synthetic_wave.csv"
SYNTHETIC_WAVE_CERTIFICATE = DATA / "synthetic_wave.certificate.json"
COMPARATOR_SURVEYS = DATA / "comparator_surveys.csv"
COMPARATOR_STUDIES = DATA / "comparator_studies.csv"
COMPARATOR_CONSTRUCTS = DATA / "comparator_constructs.csv"
COMPARATOR_UNIONS = DATA / "comparator_unions.csv"
COMPARATOR_SECOND_READING = DATA / "comparator_second_reading.csv"
COMPARATOR_LEFT_OUT = DATA / "comparator_left_out.csv"
EVIDENCE_SEARCHES = DATA / "evidence_searches.csv"
EXAMPLES = DATA / "examples"

SOURCE_CODE = ROOT / "src"
CHAPTERS = ROOT / "chapters"
ASSETS = ROOT / "assets"
NOTEBOOKS = ROOT / "notebooks"

BUILD = ROOT / "_build"
SITE = BUILD / "html"
LATEX = BUILD / "latex"
PDF = BUILD / "pdf" / "clinical-data-survey.pdf"
DOCTREES = BUILD / ".doctrees"
EXECUTION_CACHE = BUILD / ".jupyter_cache"
BUILD_FINGERPRINT = BUILD / ".fingerprint"
DRAWN_FIGURES = BUILD / "figures"
KERNEL_PROFILE = BUILD / ".ipython"
ENSEMBLE = BUILD / "ensemble"
BOOK_ENSEMBLE = ENSEMBLE / "book"
COMPUTED = BUILD / "computed"


def shown(path: Path) -> str:
    """A path as people should read it: relative to the project where it lies inside."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
