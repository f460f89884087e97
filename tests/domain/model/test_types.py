"""Every value type: what it takes, what it refuses and in which words, its schema, its targets."""

from typing import get_args

import pytest
from hypothesis import given, strategies as st
from jsonschema import Draft202012Validator

from domain.errors import BadValue
from domain.model.types import (
    Annotation,
    Box,
    Cardinality,
    Choice,
    Choices,
    Duration,
    Expression,
    Flag,
    Identity,
    IndexKeys,
    Literal,
    Marker,
    OneOf,
    OrderKey,
    Phrases,
    Ref,
    Refs,
    Route,
    Text,
    Texts,
    Trivia,
    TypeExpr,
    ValueType,
    Whole,
    accept,
    describe,
    references,
    schema,
)
from domain.model.values import Json

A = "00000000-0000-7000-8000-00000000000a"
B = "00000000-0000-7000-8000-00000000000b"
ORPHAN: Json = {"name": "Money"}


def expression(**parts: Json) -> Json:
    return {"text": "self.a > 1", "ast": None, "names": [], **parts}


TAKEN: tuple[tuple[ValueType, tuple[Json, ...]], ...] = (
    (Text(5), ("", "hello", "größe")),
    (Text(20, multiline=True), ("two\nlines",)),
    (Texts(5), ([], ["a", "b"])),
    (Flag(), (True, False)),
    (Marker(), (True,)),
    (Whole(0, 9), (0, 9)),
    (Choice(("core", "generic")), ("core",)),
    (Choices(("OHS", "PL")), ([], ["PL"], ["PL", "OHS"])),
    (Duration(), ("24h", "500ms", "1d12h")),
    (
        Literal(),
        (
            *('"words"', '""', '"a\\n\\"b\\" größe"', "12", "-1", "0.50", "true", "null", "24h"),
            *("Draft", "OrderStatus.Draft", "`weird name`.x", "größe"),
        ),
    ),
    (OrderKey(), ("a0", "Zz9")),
    (Identity(), (A,)),
    (Ref(("field",)), (A, ORPHAN)),
    (Refs(), ([], [A, B], [ORPHAN])),
    (Route(("field",)), ([A], [A, A])),
    (
        TypeExpr(),
        ({"to": "int"}, {"to": A, "ref": True}, {"to": ORPHAN}, {"to": "decimal", "args": [12, 2]}),
    ),
    (IndexKeys(), ([], [{"to": A}, {"to": ORPHAN, "direction": "desc"}])),
    (Phrases(), ([], [{"word": "into", "to": A}])),
    (Cardinality(), ([0, None], [1, 1], [5, 2])),
    (
        Expression(),
        (
            expression(),
            expression(ast=["and", A]),
            expression(ast={"op": "and"}, names=[["a", A], ["b.c", B], ["größe", A]]),
        ),
    ),
    (Box(), ({"x": 0, "y": -8}, {"x": 1, "y": 2, "w": 232, "h": 1})),
    (
        Trivia(),
        ({}, {"leading": ["// a", ""], "trailing": "// b", "dangling": []}),
    ),
    (
        Annotation(),
        (
            {"order": "a0", "args": []},
            {"order": "a0", "args": ['"x"', "1.5", "name: `a b`", "`a b`: 3", "Draft"]},
        ),
    ),
    (OneOf((Literal(), Expression())), ("12", expression())),
)

REFUSED: tuple[tuple[ValueType, object, str], ...] = (
    (Text(5), 3, "is a number, not text"),
    (Text(5), None, "is null, not text"),
    (Text(5), "longer", "is 6 characters long"),
    (Text(5), "a\nb", "has a line break"),
    (Text(5), "a\u2028b", "has a line break"),
    (Text(5), "a\0b", "U\\+0000"),
    (Text(5), "\ud800", "surrogate"),
    (Text(5, multiline=True), [], "is a list, not text"),
    (Texts(5), "a", "is text, not a list"),
    (Texts(5), ["a", "a"], "names something twice"),
    (Texts(5), ["a\rb"], "has a line break"),
    (Flag(), 1, "is a number; give true or false"),
    (Marker(), False, "is false; give true, or retract it"),
    (Marker(), "yes", "is text"),
    (Whole(0, 9), True, "is true or false, not a whole number"),
    (Whole(0, 9), 10, "is 10; give a whole number from 0 to 9"),
    (Whole(0, 9), 1.5, "1.5 is no whole number"),
    (Choice(("core", "generic")), "main", 'is "main"; give one of core, generic'),
    (Choice(("core", "generic")), {}, "is an object"),
    (Choices(("OHS", "PL")), "OHS", "is text, not a list"),
    (Choices(("OHS", "PL")), ["OHS", "XX"], 'has "XX"'),
    (Choices(("OHS", "PL")), ["OHS", []], "has a list"),
    (Choices(("OHS", "PL")), [None], "has null"),
    (Duration(), "1 day", 'is "1 day"; give a duration such as 30s'),
    (Duration(), 5, "is 5"),
    (Duration(), "x" * 61, "is text"),
    (Literal(), 12, "is a number, not text"),
    (Literal(), "varchar(12)", "'varchar\\(12\\)' is no literal"),
    (Literal(), '"unclosed', "is no literal"),
    (Literal(), '"not\\u0061canonical"', "is no literal"),
    (Literal(), '"\\u0000"', "is no literal"),
    (Literal(), '"\\ud800"', "is no literal"),
    (Literal(), "01", "is no literal"),
    (OrderKey(), "", 'is "";'),
    (OrderKey(), "a-0", "give an order key"),
    (Identity(), A.upper(), "which is no id in lower case"),
    (Ref(), "Money", 'is "Money", which is no id'),
    (Ref(), {"name": "A", "x": 1}, 'has not just a "name"'),
    (Ref(), {"name": ""}, "has an empty name"),
    (Ref(), {"name": 1}, "is a number, not text"),
    (Refs(), A, "is text, not a list"),
    (Refs(), [A, A], "names something twice"),
    (Refs(), [A, 1], "is 1, which is no id"),
    (Route(), [], "is empty"),
    (Route(), A, "is text, not a list"),
    (Route(), [1], "is 1, which is no id"),
    (TypeExpr(), "int", "is text, not an object"),
    (TypeExpr(), {}, 'lacks "to"'),
    (TypeExpr(), {"to": "int", "many": True}, 'has the unknown key "many"'),
    (TypeExpr(), {"to": "Money"}, 'has a "to" that is "Money"'),
    (TypeExpr(), {"to": "int", "ref": False}, '"ref" that is not true'),
    (TypeExpr(), {"to": "int", "args": []}, "no list of 1 to 10 numbers"),
    (TypeExpr(), {"to": "int", "args": 3}, "no list of 1 to 10 numbers"),
    (TypeExpr(), {"to": "int", "args": [-1]}, '"args" that are no whole numbers'),
    (IndexKeys(), A, "not a list"),
    (IndexKeys(), [A], "has an item that is text, not an object"),
    (IndexKeys(), [{"to": A, "direction": "asc"}], '"direction" that is not "desc"'),
    (IndexKeys(), [{"to": "a"}], 'has a "to" that is "a"'),
    (Phrases(), "into", "not a list"),
    (Phrases(), [{"word": "into"}], 'has an item that lacks "to"'),
    (Phrases(), [{"word": 1, "to": A}], 'has a "word" that is a number'),
    (Phrases(), [{"word": "into", "to": "x"}], 'has a "to" that is "x"'),
    (Cardinality(), 1, "is a number, not a pair"),
    (Cardinality(), [1], "is a list, not a pair"),
    (Cardinality(), [-1, None], "bound that is no whole number"),
    (Cardinality(), [0, "*"], "bound that is no whole number"),
    (Expression(), "a > 1", "is text, not an object"),
    (Expression(), expression(text=1), 'has a "text" that is a number'),
    (Expression(), expression(ast="x"), 'has an "ast" that is text'),
    (Expression(), expression(names={"a": A}), '"names" that are an object, not a list'),
    (Expression(), expression(names=[["a", "b"]]), "no pair of a name and an id"),
    (Expression(), expression(names=[["a\nb", A]]), 'has a name in "names" that has a line break'),
    (Expression(), expression(names=[["b", A], ["a", A]]), "not sorted by name"),
    (Box(), {"x": 1}, 'lacks "y"'),
    (Box(), {"x": 1.5, "y": 0}, "1.5 is no whole number"),
    (Box(), {"x": True, "y": 0}, 'has "x": true or false'),
    (Box(), {"x": 1, "y": 0, "w": 0}, 'has "w": 0'),
    (Trivia(), [], "is a list, not an object"),
    (Trivia(), {"leading": "// a"}, 'has "leading": text'),
    (Trivia(), {"leading": ["a\nb"]}, 'has a line in "leading" that has a line break'),
    (Trivia(), {"trailing": None}, 'has a line in "trailing" that is null'),
    (Annotation(), {"args": []}, 'lacks "order"'),
    (Annotation(), {"order": "", "args": []}, 'has an "order" that is ""'),
    (Annotation(), {"order": "a0", "args": "x"}, '"args" that are text, not a list'),
    (Annotation(), {"order": "a0", "args": ["a b"]}, "has an argument that 'a b' is no literal"),
    (Annotation(), {"order": "a0", "args": [1]}, "has an argument that is a number"),
    (OneOf((Literal(), Expression())), 12, "is a number, not an object"),
)


@pytest.mark.parametrize(("type_", "values"), TAKEN, ids=lambda item: type(item).__name__)
def test_what_fits_comes_out_as_it_came_and_passes_the_schema(
    type_: ValueType,
    values: tuple[Json, ...],
) -> None:
    validator = Draft202012Validator(schema(type_))
    for value in values:
        assert accept(type_, value, subject="it") == value
        validator.validate(value)


@pytest.mark.parametrize(("type_", "value", "words"), REFUSED)
def test_what_does_not_fit_is_refused_with_a_fact_and_a_remedy(
    type_: ValueType,
    value: object,
    words: str,
) -> None:
    with pytest.raises(BadValue, match=words) as caught:
        accept(type_, value, subject="it")
    assert str(caught.value).startswith("it ")
    assert caught.value.remedy


def test_every_type_of_the_union_is_tried() -> None:
    assert {type(type_) for type_, _ in TAKEN} == set(get_args(ValueType))
    assert {type(type_) for type_, _, _ in REFUSED} == set(get_args(ValueType))


def test_a_whole_float_of_a_crdt_becomes_an_integer() -> None:
    stored = accept(Box(), {"x": 7.0, "y": -0.0}, subject="position")
    assert repr(stored) == "{'x': 7, 'y': 0}"


def test_types_are_described_in_words() -> None:
    assert describe(Ref(("field",))) == (
        'the id of an element (field), or {"name": path} while there is none'
    )
    assert describe(Refs()).startswith("a list, each item once: the id of an element, ")
    assert describe(OneOf((Flag(), Duration()))) == (
        "true or false, or a duration such as 30s, 24h or 1d12h"
    )
    assert len({describe(type_) for type_, _ in TAKEN}) == len(TAKEN)


@pytest.mark.parametrize(
    ("type_", "value", "targets"),
    [
        (Text(), A, ()),
        (Identity(), A, (A,)),
        (Ref(), A, (A,)),
        (Ref(), ORPHAN, ()),
        (Refs(), [A, ORPHAN, B], (A, B)),
        (Route(), [A, B, A], (A, B)),
        (TypeExpr(), {"to": "int"}, ()),
        (TypeExpr(), {"to": A}, (A,)),
        (IndexKeys(), [{"to": B}, {"to": A}], (B, A)),
        (Phrases(), [{"word": "into", "to": A}], (A,)),
        (Expression(), expression(names=[["a", B], ["b", A], ["c", B]]), (B, A)),
        (OneOf((Choice(("end",)), Ref())), "end", ()),
        (OneOf((Choice(("end",)), Ref())), A, (A,)),
        (OneOf((Choice(("end",)), Ref())), 3, ()),
    ],
)
def test_references_are_the_ids_a_value_names(
    type_: ValueType,
    value: Json,
    targets: tuple[str, ...],
) -> None:
    assert references(type_, value) == targets


@pytest.mark.parametrize("type_", [Ref(), Refs(), Route(), TypeExpr(), IndexKeys(), Phrases()])
def test_a_value_of_another_shape_refers_to_nothing(type_: ValueType) -> None:
    assert references(type_, 3) == ()
    assert references(type_, [3, None]) == ()
    assert references(Expression(), 3) == ()
    assert references(Expression(), {"names": 3}) == ()
    assert references(Expression(), {"names": [3, ["a"]]}) == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", A, "int", "24h"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["to", "name", "text", "ast", "names", "x", "y", "w", "order", "args"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@given(st.sampled_from([type_ for type_, _ in TAKEN]), JSON)
def test_no_value_breaks_a_type_and_the_schema_never_refuses_what_it_takes(
    type_: ValueType,
    value: Json,
) -> None:
    references(type_, value)
    try:
        stored = accept(type_, value, subject="it")
    except BadValue:
        return
    assert accept(type_, stored, subject="it") == stored
    Draft202012Validator(schema(type_)).validate(stored)
