"""Is it alive, may it be used: the two questions that supervisors and proxies ask."""

from importlib.metadata import PackageNotFoundError, version
from typing import Final

from server.http import shapes
from server.http.endpoint import Answer, Call
from server.log.reader import last_position


def _version() -> str:
    try:
        return version("schemaos")
    except PackageNotFoundError:
        return "0"


VERSION: Final = _version()


async def alive(_call: Call) -> Answer:
    """Answer `GET /healthz`: the process answers."""
    return Answer(shapes.Health("ok", VERSION))


async def ready(call: Call) -> Answer:
    """Answer `GET /readyz`: the log can be reached, or 503."""
    await last_position(call.services.pool)
    return Answer(shapes.Health("ready", VERSION))
