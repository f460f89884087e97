"""What the cases of field lines say is what registers hold: `tests/golden/field_lines.cases`.

The canvas reads the same file (`web/tests/model/fieldLine.test.ts`).
"""

import json
import re
from pathlib import Path

import pytest

from domain.model.metamodel import accept_attribute
from domain.model.values import Json

CASES = Path(__file__).parents[2] / "golden" / "field_lines.cases"
BLOCKS = CASES.read_text(encoding="utf-8").split("\n\n")
KINDS = {">": "field", "|": "enumValue"}


def types() -> list[str]:
    row = next(block for block in BLOCKS if block.startswith("types: "))
    return re.findall(r"`[^`]+`|\S+", row.removeprefix("types: "))


def cases() -> list[tuple[str, str, dict[str, Json]]]:
    ids = {f"&{name}": f"00000000-0000-7000-8000-{at:012d}" for at, name in enumerate(types())}

    def bound(value: Json) -> Json:
        match value:
            case str():
                return ids.get(value, value)
            case list():
                return [bound(item) for item in value]
            case dict():
                return {key: bound(item) for key, item in value.items()}
            case _:
                return value

    found = []
    for block in BLOCKS:
        first, *rows = block.splitlines() or [""]
        said = [row.removeprefix("= ") for row in rows if row.startswith("= ")]
        if first[:1] in KINDS and said:
            registers = {name: bound(value) for name, value in json.loads(said[0]).items()}
            found.append((first, KINDS[first[0]], registers))
    return found


def test_there_are_cases() -> None:
    assert len(cases()) > 100


@pytest.mark.parametrize(("line", "kind", "registers"), cases(), ids=lambda each: str(each)[:60])
def test_registers_hold_what_a_line_says(line: str, kind: str, registers: dict[str, Json]) -> None:
    assert line[1] in " >"
    for name, value in registers.items():
        assert accept_attribute(kind, name, value) == value
