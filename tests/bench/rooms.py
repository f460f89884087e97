"""How fast rooms are, beside the peers: drives `../shared/bench/collab` where that is present.

`python -m tests.bench.rooms` prints the table. Servers run one at a time, each on a fresh folder;
targets take turns within a test, so a ratio compares the same minutes.
"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from tests.bench.row import Row, table

ROOT: Final = Path(__file__).parents[2]
COLLAB: Final = ROOT.parent / "shared" / "bench" / "collab"
OURS: Final = "schemaos"
PEER: Final = "hocuspocus"
TESTS: Final = (
    *("lat50", "lat200", "sat50", "sat200"),
    *("load", "rooms", "crash", "slow", "poison"),
)

_FIGURES: Final = {
    "lat": (("lat_ms.p50", "ms"), ("lat_ms.p95", "ms"), ("server_cpu_pct", "% CPU")),
    "sat": (("edits_per_s", "edits/s"), ("lat_ms.p50", "ms"), ("server_cpu_pct", "% CPU")),
    "rooms": (("connect_ms", "ms to connect"), ("rss_per_room_kb", "KB per room")),
    "load-warm": (
        ("join_ms.p50", "ms to join"),
        ("herd_all_ms", "ms for 20 joins"),
        ("rss_max_mb", "MB of the server"),
    ),
    "load-cold": (("first_full_ms", "ms to the first full document"),),
    "crash": (("observed_by_peer", "edits seen by a peer"), ("lost_seen_by_peer", "of them lost")),
    "slow": (("buffered_growth_mb", "MB growth"), ("healthy_lat_ms.p99", "ms p99 of the others")),
}

_GOALS: Final = {
    "lat50: lat_ms.p50": 3.0,
    "lat50: lat_ms.p95": 8.0,
    "lat200: lat_ms.p50": 5.0,
    "lat200: lat_ms.p95": 15.0,
    "sat50: edits_per_s": 5_000.0,
    "sat200: edits_per_s": 2_500.0,
    "load-warm: join_ms.p50": 40.0,
    "load-warm: herd_all_ms": 600.0,
    "load-warm: rss_max_mb": 450.0,
    "load-cold: first_full_ms": 1_500.0,
    "rooms: connect_ms": 400.0,
    "rooms: rss_per_room_kb": 400.0,
    "crash: lost_seen_by_peer": 0.0,
    "slow: buffered_growth_mb": 20.0,  # five readers, a cap of 4 MB each
}


def run(
    *,
    tests: Sequence[str] = TESTS,
    targets: Sequence[str] = (PEER, OURS),
    repetitions: int = 1,
    seconds: int = 6,
    workshop: Path | None = None,
) -> list[Row]:
    """Measure; nothing, and a line that says why, where the load client or Node is missing."""
    missing = _missing()
    if missing is not None:
        sys.stderr.write(f"rooms were not measured: {missing}\n")
        return []
    place = _set_up(workshop or Path(tempfile.gettempdir()) / "schemaos-bench-rooms")
    with tempfile.TemporaryDirectory(prefix="schemaos-bench-") as scratch:
        results = Path(scratch) / "results.jsonl"
        command = [
            *("node", str(place / "run.mjs")),
            *("--out", str(results), "--tmp", scratch, "--python", sys.executable),
            *("--targets", ",".join(targets), "--tests", ",".join(tests)),
            *("--reps", str(repetitions), "--secs", str(seconds)),
            *("--name", OURS, "--path", "/api/sync/", "--shape", "schemaos"),
            *("--cmd", _serve()),
        ]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        lines = results.read_text().splitlines()
    return _rows([json.loads(line) for line in lines])


def _missing() -> str | None:
    if not COLLAB.is_dir():
        return f"{COLLAB} is not here; put the folder with the load client beside this one"
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "node and npm are not here; install Node 20 or newer"
    return None


def _set_up(place: Path) -> Path:
    """Copy the load client to where its packages may be installed; once."""
    shutil.copytree(COLLAB, place, dirs_exist_ok=True)
    if not (place / "node_modules").is_dir():
        subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--foreground-scripts"],
            cwd=place,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return place


def _serve() -> str:
    program = "from server.cli import main; main()"
    return f'{sys.executable} -c "{program}" serve --port {{port}} --data {{data}}'


def _rows(results: Iterable[dict[str, Any]]) -> list[Row]:
    by_test: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for result in results:
        by_test.setdefault(result["test"], {}).setdefault(result["t"], []).append(result)
    rows: list[Row] = []
    for test, by_target in by_test.items():
        ours, peers = by_target.get(OURS, []), by_target.get(PEER, [])
        if test == "poison":
            rows.append(Row("poison: malformed frames survived", float(_survived(ours)), "of 8"))
            continue
        kind = next((name for name in _FIGURES if test.startswith(name)), "")
        for figure, unit in _FIGURES.get(kind, ()):
            value, peer = _median(ours, figure), _median(peers, figure)
            if value is not None:
                ratio = value / peer if peer else None
                subject = f"{test}: {figure}"
                rows.append(Row(subject, value, unit, _GOALS.get(subject), ratio))
    return rows


def _median(results: Sequence[dict[str, Any]], figure: str) -> float | None:
    values = [value for result in results if (value := _figure(result, figure)) is not None]
    return statistics.median(values) if values else None


def _figure(result: dict[str, Any], figure: str) -> float | None:
    found: Any = result
    for part in figure.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return float(found) if isinstance(found, int | float) else None


def _survived(results: Sequence[dict[str, Any]]) -> int:
    """Count the frames after which the room, the others and a newcomer were well."""
    well = ("same room ok", "other room ok", "rejoin ok")
    return sum(
        isinstance(outcome, str) and all(each in outcome for each in well)
        for result in results[:1]
        for outcome in result.values()
    )


if __name__ == "__main__":
    sys.stdout.write(f"{table(run(tests=sys.argv[1:] or TESTS))}\n")
