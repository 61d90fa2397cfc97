"""Install the system packages that a list names, where this may be done; else say which and how.

Usage: python3 tools/system_packages.py apt.txt [apt-test.txt]. Uses the standard library alone, as it runs first.
A line is `package  # probe`, where the probe is `command NAME...` (any of them), `file NAME` (of TeX), `font NAME`
or `module NAME` (of this Python). What the probe finds is not installed again.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path


def needed(lines: list[str]) -> list[tuple[str, list[str]]]:
    """Each package with the words of its probe."""
    entries = [line.partition("#") for line in lines]
    return [(package.strip(), probe.split()) for package, _, probe in entries if package.strip()]


def is_there(probe: list[str]) -> bool:
    """Whether the system has what a probe looks for."""
    kind, *names = probe
    if kind == "command":
        return any(shutil.which(name) for name in names)
    if kind == "module":
        return importlib.util.find_spec(names[0]) is not None
    program = {"file": ["kpsewhich"], "font": ["fc-list"]}[kind]
    if shutil.which(program[0]) is None:
        return False
    found = subprocess.run(program + names, capture_output=True, text=True, check=False)
    return bool(found.stdout.strip())


def installer() -> list[str] | None:
    """The start of the command that installs packages; None where this user may not."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    without_password = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo"] if without_password.returncode == 0 else None


def main(lists: list[str]) -> int:
    """Install what is missing; 0 where nothing is missing afterwards, else 2 and one message."""
    entries = [entry for name in lists for entry in needed(Path(name).read_text(encoding="utf-8").splitlines())]
    missing = [package for package, probe in entries if not is_there(probe)]
    if not missing:
        return 0
    by_hand = f"apt-get install --no-install-recommends {' '.join(missing)}"
    prefix = installer()
    if prefix is None:
        print(
            f"Missing on this system: {', '.join(missing)}. Install them as an administrator, then run make again:\n"
            f"  sudo {by_hand}\nOn a system without apt-get, install what provides them.",
            file=sys.stderr,
        )
        return 2
    print(f"Installing {', '.join(missing)} …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], [*by_hand.split(), "-y", "-qq"]):
        done = subprocess.run(prefix + command, env=environment, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            print(f"`{' '.join(command)}` failed. Run it by hand to see why: sudo {by_hand}", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
