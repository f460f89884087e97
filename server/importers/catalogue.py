"""The formats that come in, and which one a text is."""

import re
from pathlib import PurePath
from typing import Final

from domain.errors import DomainError
from server.importers.importer import Importer
from server.importers.postgres_sql import PostgresSql

IMPORTERS: Final[tuple[Importer, ...]] = (PostgresSql(),)
_BEGINNING: Final = 1_000_000  # characters looked at; a dump's tables stand at its beginning
_NAME: Final = r"[\w.\"]+"
_ELSEWHERE: Final = tuple(
    (title, re.compile(pattern, re.IGNORECASE | re.MULTILINE).search)
    for title, pattern in (
        ("MySQL", r"^\s*CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?`|\)\s*ENGINE\s*=\s*\w"),
        ("SQL of SQL Server or SQLite", r"^\s*CREATE\s+TABLE\s+(?:\[\w+\]\.)?\["),
        ("Prisma", r"^\s*(?:model|datasource|generator)\s+\w+\s*\{"),
        ("DBML", rf"^\s*Table\s+{_NAME}(?:\s+as\s+\w+)?\s*(?:\[[^\]\n]*\])?\s*\{{"),
        ("OpenAPI", r"^\s*\"?(?:openapi|swagger)\"?\s*:"),
        ("JSON Schema", r"\"\$schema\"\s*:"),
        ("GraphQL", r"^\s*type\s+\w+[^{;()]*\{"),
        ("PlantUML", r"^\s*@startuml"),
        ("Mermaid", r"^\s*(?:erDiagram|classDiagram)\b"),
    )
)
"""What people may bring too, each told by a sign that no format known here has."""


class UnknownFormat(DomainError):
    """A text or name that no importer knows."""


def detect(text: str, *, file_name: str | None = None) -> Importer:
    """Return the importer for a text; raise UnknownFormat when none recognises it."""
    beginning = text[:_BEGINNING]
    recognising = [importer for importer in IMPORTERS if importer.recognises(beginning)]
    ending = PurePath(file_name or "").suffix.lower()
    fitting = [importer for importer in recognising if ending in importer.endings]
    other = next((title for title, has in _ELSEWHERE if has(beginning)), None)
    if recognising and other is None:
        return (fitting or recognising)[0]
    fact = f"looks like {other}, which cannot come in yet" if other else "is in no format known"
    wanted = "; or ".join(importer.wanted for importer in IMPORTERS)
    raise UnknownFormat(file_name or "the text", fact, f"bring {wanted}")


def named(name: str) -> Importer:
    """Return the importer of that name; raise UnknownFormat."""
    for importer in IMPORTERS:
        if importer.name == name:
            return importer
    names = ", ".join(importer.name for importer in IMPORTERS)
    raise UnknownFormat(f"format {name}", "is not known here", f"use one of: auto, {names}")
