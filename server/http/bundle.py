"""The web application as files: one page for every address of it, and what that page loads.

    .ci/bundle.py -> server/static/{index.html, icon.svg, assets/<name>-<hash>.js ...} and their .gz

Assets have their hash in their name and are kept for ever; the page names them, so it is asked for
each time and told by its ETag.
"""

import asyncio
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.http.encodings import takes_gzip
from server.http.endpoint import Answer, Call
from server.http.problems import refusal

FOLDER: Final = Path(__file__).parent.parent / "static"
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""What the application may load: its own files, and what it asks of this server."""

_PAGE: Final = "index.html"
_ASKED_EACH_TIME: Final = "no-cache"
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_TYPES: Final[Mapping[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
}
_is_name: Final = re.compile(r"\w[\w.\-]*", re.ASCII).fullmatch


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files that were built, in a folder that may be replaced at any time."""

    folder: Path = FOLDER

    async def page(self, call: Call) -> Answer:
        """Answer with the page; it reads the address itself."""
        answer = await self._file(call, Path(_PAGE), _ASKED_EACH_TIME)
        if answer is None:
            raise refusal(
                "bundle-missing",
                "the web application is not built; run make bundle in the clone, or install "
                "SchemaOS from a wheel (everything else works: /api/openapi.json)",
            )
        return answer

    async def asset(self, call: Call) -> Answer:
        """Answer with a file that has its hash in its name."""
        name = call.path["name"]
        answer = await self._file(call, Path("assets", name), _FOR_EVER) if _is_name(name) else None
        if answer is None:
            raise refusal("route-unknown", f"no asset is called {name!r}; load the page again")
        return answer

    async def beside(self, call: Call, name: str) -> Answer:
        """Answer with a file that keeps its name, and is asked for each time."""
        answer = await self._file(call, Path(name), _ASKED_EACH_TIME)
        if answer is None:
            raise refusal("bundle-missing", f"there is no {name}; run make bundle in the clone")
        return answer

    async def _file(self, call: Call, path: Path, caching: str) -> Answer | None:
        type_ = _TYPES.get(path.suffix)
        if type_ is None:
            return None
        is_packed = takes_gzip(call.headers.get("accept-encoding"))
        read = await asyncio.to_thread(_read, self.folder / path, is_packed=is_packed)
        if read is None:
            return None
        content, more = read
        tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
        headers = {
            "Cache-Control": caching,
            "Content-Security-Policy": POLICY,
            "Content-Type": type_,
            "ETag": tag,
            "Vary": "Accept-Encoding",
            **more,
        }
        if call.headers.get("if-none-match") == tag:
            return Answer(b"", 304, headers)
        return Answer(content, headers=headers)


async def page(call: Call) -> Answer:
    """Answer every address of the application."""
    return await call.services.bundle.page(call)


async def asset(call: Call) -> Answer:
    """Answer `GET /assets/{name}`."""
    return await call.services.bundle.asset(call)


async def icon(call: Call) -> Answer:
    """Answer `GET /icon.svg`."""
    return await call.services.bundle.beside(call, "icon.svg")


async def theme(call: Call) -> Answer:
    """Answer `GET /theme.js`, which chooses light or dark before the first picture."""
    return await call.services.bundle.beside(call, "theme.js")


async def service_worker(call: Call) -> Answer:
    """Answer `GET /sw.js`, which opens the application where there is no network."""
    return await call.services.bundle.beside(call, "sw.js")


def _read(path: Path, *, is_packed: bool) -> tuple[bytes, Mapping[str, str]] | None:
    """Return a file, the gzip beside it where there is one, with the headers that say so."""
    if is_packed:
        try:
            return path.with_name(f"{path.name}.gz").read_bytes(), {"Content-Encoding": "gzip"}
        except OSError:
            pass
    try:
        return path.read_bytes(), {}
    except OSError:
        return None
