"""Named queries: SQL lives in `queries.sql` beside the code that runs it, each with its purpose.

    -- name: graph_at
    -- The registers of a stream at a moment.
    SELECT ... WHERE stream = %(stream)s;

The comment goes, the SQL is given as it stands; parameters are named.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

_HEADING: Final = re.compile(r"^-- name: (\w+)[ \t]*$", re.MULTILINE)


def load_queries(path: Path) -> Mapping[str, str]:
    """Return the file's queries by name; raise ValueError for one without purpose or name twice."""
    before, *parts = _HEADING.split(path.read_text(encoding="utf-8"))
    if not all(line.startswith("--") or not line.strip() for line in before.splitlines()):
        raise ValueError(f"{path}: SQL stands before the first `-- name:`; give it a name")
    queries: dict[str, str] = {}
    for name, body in zip(parts[::2], parts[1::2], strict=True):
        lines = body.strip().splitlines()
        if name in queries:
            raise ValueError(f"{path}: query {name} stands twice; rename one")
        if not lines or not lines[0].startswith("-- "):
            raise ValueError(f"{path}: query {name} has no purpose; say it in a comment line")
        first = next((at for at, line in enumerate(lines) if not line.startswith("--")), None)
        if first is None:
            raise ValueError(f"{path}: query {name} has no SQL; write it or drop the name")
        queries[name] = "\n".join(lines[first:]).strip()
    return MappingProxyType(queries)
