"""Named queries: the file's rule is told when it is broken."""

from pathlib import Path

import pytest

from server.postgres.queries import load_queries

GOOD = """-- The queries of a test.

-- name: one
-- The number one.
SELECT 1 AS n
WHERE %(yes)s;

-- name: two
-- The number two,
-- in two lines.
SELECT 2;
"""


def given(folder: Path, text: str) -> Path:
    path = folder / "queries.sql"
    path.write_text(text)
    return path


def test_queries_are_known_by_name_without_their_comment(tmp_path: Path) -> None:
    queries = load_queries(given(tmp_path, GOOD))
    assert dict(queries) == {"one": "SELECT 1 AS n\nWHERE %(yes)s;", "two": "SELECT 2;"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT 1;\n" + GOOD, "before the first"),
        (GOOD + "\n-- name: one\n-- Again.\nSELECT 1;", "query one stands twice"),
        ("-- name: one\nSELECT 1;", "query one has no purpose"),
        ("-- name: one\n-- Nothing.\n", "query one has no SQL"),
    ],
)
def test_a_broken_file_is_told(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        load_queries(given(tmp_path, text))
