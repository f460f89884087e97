"""Pages from templates; what people typed is always escaped, and the engine loads on first use."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from domain.model.wording import shown

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER: Final = Path(__file__).parent / "templates"


def render(template: str, **values: object) -> str:
    """Return the page that `template` makes of the values."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> "Environment":
    # Loading the engine costs memory that a server without visitors need not spend.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - see above

    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["moment"] = _moment
    environment.filters["shown"] = shown
    return environment


def _moment(instant: str) -> str:
    """Return an instant as people read it: `2026-11-22 10:00` (UTC)."""
    return instant[:16].replace("T", " ")
