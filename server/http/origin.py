"""Whose page is asking: the Host and Origin of every request and socket, checked before anything.

Local mode has no login, so the browser must not become a way in. A page of another site may send
requests to 127.0.0.1, but it cannot choose its Origin; and a name that an attacker points at
127.0.0.1 (DNS rebinding) shows in Host. Hence: Host must name this machine, and an Origin, when
there is one, must be that very Host. Programs send no Origin and pass.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from server.http.problems import Problem
from server.settings import is_loopback

_ELSEWHERE: Final = frozenset({"cross-site", "same-site"})
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Door:
    """What a request says about where it comes from and where it wants to go."""

    scheme: str
    host: str | None
    origin: str | None
    fetch_site: str | None
    changes_state: bool

    @classmethod
    def of(cls, headers: Mapping[str, str], *, scheme: str, method: str) -> "Door":
        """Read the headers; a socket counts as changing state."""
        return cls(
            scheme={"ws": "http", "wss": "https"}.get(scheme, scheme),
            host=headers.get("host"),
            origin=headers.get("origin"),
            fetch_site=headers.get("sec-fetch-site"),
            changes_state=scheme in {"ws", "wss"} or method not in SAFE_METHODS,
        )


def refused(door: Door) -> Problem | None:
    """Return why the request may not come in, or None when it may."""
    if door.host is None or not is_loopback(host_name(door.host)):
        return Problem(
            "host-refused",
            f"host {door.host!r} is not this machine; open the address that the server printed",
        )
    if door.origin is not None and not _same_place(door):
        return Problem(
            "origin-refused",
            f"a page of {door.origin!r} may not talk to {door.host!r}; "
            "open the model at the address that the server printed",
        )
    if (
        door.changes_state
        and door.origin is None
        and door.fetch_site in {"cross-site", "same-site"}
    ):
        return Problem(
            "origin-refused",
            "a page of another site may not change anything here; "
            "open the model at the address that the server printed",
        )
    return None


def host_name(host: str) -> str:
    """Return the name in a Host header, without the port; empty when there is none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _same_place(door: Door) -> bool:
    try:
        origin = urlsplit(door.origin or "")
        own = urlsplit(f"{door.scheme}://{door.host}")
        return (origin.scheme, origin.hostname, _port(origin.port, origin.scheme)) == (
            own.scheme,
            own.hostname,
            _port(own.port, own.scheme),
        )
    except ValueError:
        return False


def _port(port: int | None, scheme: str) -> int | None:
    return port if port is not None else {"http": 80, "https": 443}.get(scheme)
