"""Makes the TypeScript of what the server declares, into web/src/api.

    python .ci/wire         writes the files
    python .ci/wire check   writes nothing, and fails when one is not what would be written

| file            | made from                                   | by         |
| --------------- | ------------------------------------------- | ---------- |
| `room.gen.ts`   | server/rooms/gestures.py and protocol.py    | messages   |
| `http.gen.ts`   | server/http/shapes.py                       | surface    |
| `kinds.gen.ts`  | domain/model/kinds/, the meta-model         | metamodel  |
"""

import sys
from pathlib import Path
from typing import Final

import messages
import metamodel
import surface

API: Final = Path(__file__).resolve().parent.parent.parent / "web" / "src" / "api"
FILES: Final = {
    "room.gen.ts": messages.module,
    "http.gen.ts": surface.module,
    "kinds.gen.ts": metamodel.module,
}


def main(words: list[str]) -> None:
    """Write the files, or tell which are out of date."""
    made = {API / name: make() for name, make in FILES.items()}
    if words != ["check"]:
        for path, text in made.items():
            path.write_text(text, encoding="utf-8")
        return
    stale = [path.name for path, text in made.items() if not is_written(path, text)]
    if stale:
        sys.exit(f"wire: {', '.join(stale)} says something else than the server; run make wire")


def is_written(path: Path, text: str) -> bool:
    """Tell whether a file holds this text."""
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    main(sys.argv[1:])
