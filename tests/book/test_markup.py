"""The pages' HTML, by the rules of HTML: the Nu checker finds no error."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from clinical_data_survey import paths

CHECKER = paths.ROOT / ".venv/checker/node_modules/vnu-jar/build/dist/vnu.jar"


@pytest.mark.skipif(not CHECKER.is_file(), reason="The Nu HTML checker is not installed; `make test` installs it.")
@pytest.mark.skipif(shutil.which("java") is None, reason="The Nu HTML checker needs Java, of apt-test.txt.")
def test_no_page_breaks_a_rule_of_html():
    pages = sorted(map(str, paths.SITE.rglob("*.html")))
    assert len(pages) > 10
    virtual_machine = ["-Xss2m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]  # a run is too short to be optimised
    options = ["--errors-only", "--format", "json", "--exit-zero-always"]
    command = ["java", *virtual_machine, "-jar", str(CHECKER), *options]
    done = subprocess.run([*command, *pages], capture_output=True, text=True, check=True)
    found = json.loads(done.stderr)["messages"]
    assert [(one["url"].rsplit("/html/")[-1], one.get("lastLine"), one["message"]) for one in found] == []
