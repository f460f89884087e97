"""Slugs: the names of models in addresses and on the command line."""

import re
import unicodedata
from typing import Final

from server.http.problems import refusal

LONGEST: Final = 63
_SLUG: Final = re.compile(rf"[a-z0-9][a-z0-9_-]{{0,{LONGEST - 1}}}", re.ASCII).fullmatch


def slug_of(text: str) -> str:
    """Return the slug that a name or file name suggests; empty when it suggests none."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9_]+", "-", plain).strip("-_")[:LONGEST].rstrip("-_")


def is_slug(text: str) -> bool:
    """Tell whether a text may be the slug of a model."""
    return _SLUG(text) is not None


def accept_slug(slug: str) -> str:
    """Return a slug as it is; refuse what is none, with the nearest that would be."""
    if not is_slug(slug):
        nearest = slug_of(slug)
        remedy = f"use {nearest!r}" if nearest else "choose another"
        raise refusal(
            "value-refused",
            f"{slug[:80]!r} is no slug: it takes a-z, 0-9, - and _, at most {LONGEST}; {remedy}",
            attribute="slug",
        )
    return slug
