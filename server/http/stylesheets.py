"""The style sheets of the pages made here: a short list, read once, known by their hash."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from server.http.endpoint import Answer, Call
from server.http.problems import refusal

FOLDER: Final = Path(__file__).parent / "assets"
TYPES: Final = {
    "tokens.css": "text/css; charset=utf-8",
    "pages.css": "text/css; charset=utf-8",
}


async def show(call: Call) -> Answer:
    """Answer `GET /pages/{name}`."""
    name = call.path["name"]
    if name not in TYPES:
        raise refusal(
            "route-unknown", f"no style sheet is called {name!r}; there are {', '.join(TYPES)}"
        )
    content = _read(name)
    tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "max-age=60", "Content-Type": TYPES[name]}
    if call.headers.get("if-none-match") == tag:
        return Answer(b"", 304, headers)
    return Answer(content, headers=headers)


@cache
def _read(name: str) -> bytes:
    return (FOLDER / name).read_bytes()
