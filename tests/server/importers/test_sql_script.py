"""Scripts cut into statements: what is quoted does not cut, what is data does not count."""

import pytest
from hypothesis import given, strategies as st

from server.importers.sql_script import statements


def cut(script: str) -> list[str]:
    return [statement.text for statement in statements(script)]


@pytest.mark.parametrize(
    ("script", "texts"),
    [
        ("a; b;c", ["a", "b", "c"]),
        ("a ';' b; c", ["a ';' b", "c"]),
        ("a 'it''s;' b; c", ["a 'it''s;' b", "c"]),
        (r"a E'it\';s' b; c", [r"a E'it\';s' b", "c"]),
        (r"a 'back\'; c", [r"a 'back\'", "c"]),
        ('a ";" b; c', ['a ";" b', "c"]),
        ("a $$ ; $$ b; c", ["a $$ ; $$ b", "c"]),
        ("a $x$ ; $$ ; $x$ b; c", ["a $x$ ; $$ ; $x$ b", "c"]),
        ("a -- ;\n b; c", ["a -- ;\n b", "c"]),
        ("a /* ; /* ; */ ; */ b; c", ["a /* ; /* ; */ ; */ b", "c"]),
        ("-- x\n/* y */ a; -- z\n", ["a"]),
        ("\\c db\na; \\set x 'y;'\nb;", ["a", "b"]),
        ("COPY t FROM stdin;\n1\t;'\n\\.\na;", ["COPY t FROM stdin", "a"]),
        ("CREATE RULE r AS DO (a; b); c", ["CREATE RULE r AS DO (a; b)", "c"]),
        ("CREATE TABLE t (a int; c", ["CREATE TABLE t (a int", "c"]),
        (
            "CREATE FUNCTION f() BEGIN ATOMIC SELECT CASE WHEN a THEN b END; END; c",
            ["CREATE FUNCTION f() BEGIN ATOMIC SELECT CASE WHEN a THEN b END; END", "c"],
        ),
    ],
)
def test_script_is_cut_into(script: str, texts: list[str]) -> None:
    assert cut(script) == texts


def test_lines_are_those_of_the_file() -> None:
    script = "\n-- one\na\nb;\n\nCOPY t FROM stdin;\n1\n2\n\\.\n c;"
    assert [statement.line for statement in statements(script)] == [3, 6, 10]


@given(st.text("a'\"$;\\-/*()\n Ee.", max_size=60))
def test_any_text_is_cut_without_end_or_error(script: str) -> None:
    for statement in statements(script):
        assert statement.text.strip()
        assert 1 <= statement.line <= script.count("\n") + 1
