"""The process that reads an import: text in on stdin, elements and losses out on stdout.

A process of its own, because reading a large dump takes seconds of one core and hundreds of
megabytes, and because a parser written in C must not take the server with it when it falls.

    parent: {"text", "format", "file_name"}  ->  child: {"format", "name", ...} or {"refused"}
"""

import sys
from collections.abc import Mapping

import orjson

from domain.errors import DomainError
from domain.model.values import Json
from server.ids import Uuid7Source
from server.importers.catalogue import detect, named


def read_import(asked: Mapping[str, str | None]) -> Mapping[str, Json]:
    """Return what an import says, or why it is refused."""
    text, file_name = str(asked["text"]), asked["file_name"]
    try:
        importer = (
            detect(text, file_name=file_name)
            if asked["format"] == "auto"
            else named(str(asked["format"]))
        )
        imported = importer.read(text, ids=Uuid7Source())
    except DomainError as error:
        return {"refused": str(error)}
    return {
        "format": importer.name,
        "title": importer.title,
        "name": imported.name,
        "registers": imported.registers,
        "losses": [[loss.line, loss.subject, loss.fact, loss.remedy] for loss in imported.losses],
        "counts": imported.counts,
    }


if __name__ == "__main__":
    sys.stdout.buffer.write(orjson.dumps(read_import(orjson.loads(sys.stdin.buffer.read()))))
