"""Everything that can be set from outside, in one frozen value; docs/settings.md explains each.

The command line fills it (options first, then SCHEMAOS_* variables of the environment); nothing
else reads the environment.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Final

MEGABYTE: Final = 1024 * 1024


class LogFormat(StrEnum):
    """How a line of the server's own log looks."""

    CONSOLE = "console"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How this server runs."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    url: str | None = None
    database_url: str | None = field(default=None, repr=False)
    database_connections: int = 8
    secret: str | None = field(default=None, repr=False)
    demo: bool = False
    log_format: LogFormat = LogFormat.CONSOLE
    log_level: str = "info"
    traces: str | None = None
    body_limit: int = 8 * MEGABYTE
    import_limit: int = 64 * MEGABYTE
    import_seconds: int = 300
    frame_limit: int = MEGABYTE
    document_limit: int = 64 * MEGABYTE
    outbound_limit: int = 4 * MEGABYTE
    stalled_seconds: int = 5
    edits_per_second: int = 1_000
    bytes_per_second: int = 4 * MEGABYTE
    stop_seconds: int = 10


def is_loopback(host: str) -> bool:
    """Tell whether `host` names this machine and nothing else."""
    bare = host.strip().rstrip(".").lower()
    if bare.startswith("[") and bare.endswith("]"):
        bare = bare[1:-1]
    if bare == "localhost" or bare.endswith(".localhost"):
        return True
    try:
        return ip_address(bare).is_loopback
    except ValueError:
        return False
