"""The formats that come in, and which one a text is."""

from pathlib import PurePath
from typing import Final

from domain.errors import DomainError
from server.importers.importer import Importer
from server.importers.postgres_sql import PostgresSql

IMPORTERS: Final[tuple[Importer, ...]] = (PostgresSql(),)
_BEGINNING: Final = 1_000_000  # characters looked at; a dump's tables stand at its beginning


class UnknownFormat(DomainError):
    """A text or name that no importer knows."""


def detect(text: str, *, file_name: str | None = None) -> Importer:
    """Return the importer for a text; raise UnknownFormat when none recognises it."""
    beginning = text[:_BEGINNING]
    recognising = [importer for importer in IMPORTERS if importer.recognises(beginning)]
    ending = PurePath(file_name or "").suffix.lower()
    fitting = [importer for importer in recognising if ending in importer.endings]
    if not recognising:
        subject = file_name or "the text"
        titles = ", ".join(importer.title for importer in IMPORTERS)
        raise UnknownFormat(subject, "is in no format known here", f"bring one of: {titles}")
    return (fitting or recognising)[0]


def named(name: str) -> Importer:
    """Return the importer of that name; raise UnknownFormat."""
    for importer in IMPORTERS:
        if importer.name == name:
            return importer
    names = ", ".join(importer.name for importer in IMPORTERS)
    raise UnknownFormat(f"format {name}", "is not known here", f"use one of: auto, {names}")
