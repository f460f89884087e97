"""Words: nouns in the plural, values as people write them, nothing that hides."""

import pytest

from domain.model.wording import (
    article,
    attribute_text,
    attribute_title,
    capital,
    cardinality_text,
    listed,
    plural,
    shown,
    title_of,
    titles,
    type_text,
    value_text,
)


@pytest.mark.parametrize(
    ("noun", "many"),
    [("field", "fields"), ("entity", "entities"), ("index", "indexes"), ("key", "keys")],
)
def test_nouns_have_a_plural(noun: str, many: str) -> None:
    assert plural(noun) == many


def test_counts_and_kinds_are_words() -> None:
    assert titles("enumValue", 1) == "1 enum value"
    assert titles("entity", 1_200) == "1,200 entities"
    assert titles(None, 2) == "2 elements"
    assert title_of("space\x00ship") == "space\\u{0}ship"
    assert article("entity") == "an entity"
    assert article("union") == "a union"


def test_lists_read_as_in_a_sentence() -> None:
    assert [listed(["a", "b", "c"][:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert capital("") == ""


def test_attributes_have_people_s_names() -> None:
    assert attribute_title("storedValue") == "the stored value"
    assert attribute_title("doc") == "the description"
    assert attribute_title("#core") == "the tag core"
    assert attribute_title("@db.type") == "@db.type"


def test_values_are_written_as_in_the_text() -> None:
    assert cardinality_text([1, None]) == "1..*"
    assert cardinality_text("?") == "1"
    assert type_text("?", str) == "?"
    assert type_text({"args": [1]}, str) == "nothing(1)"
    assert attribute_text("@x.y", "odd", str) == "odd"
    assert value_text({"x": 1}, str) == '{"x": 1}'


def test_a_long_text_is_shortened_where_it_differs_least() -> None:
    assert shown("a" * 60) == "a" * 60
    assert len(shown("a" * 61)) == 60
