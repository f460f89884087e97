"""The meta-model written out: as data for other languages, and as the page that people read.

Both are derived and stable: the same meta-model gives the same bytes.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from domain.model.metamodel import (
    ANNOTATION,
    KINDS,
    MODEL,
    PLACE,
    TAG,
    Attribute,
    Kind,
    Merge,
    Weight,
    children_kinds,
)
from domain.model.types import Ref, Refs, Route, describe, schema
from domain.model.values import Json

_INTRODUCTION: Final = """\
# Kinds of element

What a model is made of. This page is written out of the meta-model (`domain/model/kinds/`); after a
change there, `SCHEMAOS_UPDATE_GOLDEN=1 make test` writes it anew.

An element has an id (a UUID in lower case) and registers. A register that holds nothing means its
default. *Required* registers may be missing too: the element is then unfinished, which is a
finding and never refuses an edit. *Layout* registers say only how an element is drawn or written,
and are left out of comparisons.

A reference is the id of an element, or `{"name": path}` while there is no such element. Literals
are the text that SOML has for them, so `"EUR"` is written with its quotes. An expression is its
text, its tree (null while it does not parse) and which element each of its names means.
"""

_COMMON: Final = ("kind", "name", "parent", "order", "removed", "doc", "position", "trivia")


def catalogue() -> dict[str, Json]:
    """Return the whole meta-model as JSON, kinds and registers in the order of declaration.

    A register names its type by what it holds, in words; `types` has the JSON Schema of each.
    """
    return {
        "kinds": {kind.name: _kind(kind) for kind in KINDS.values()},
        "patterns": {
            "@name": _attribute(ANNOTATION),
            "#name": _attribute(TAG),
            "at:<element id>": _attribute(PLACE),
        },
        "types": {describe(attribute.type): schema(attribute.type) for attribute in _every()},
    }


def page() -> str:
    """Return the reference page of all kinds as Markdown."""
    blocks = [_INTRODUCTION, *_common_section()]
    for kind in KINDS.values():
        blocks.extend(_kind_section(kind))
    return "\n".join(blocks)


def _every() -> Iterator[Attribute]:
    for kind in KINDS.values():
        yield from kind.attributes.values()
    yield from (ANNOTATION, TAG, PLACE)


def _kind(kind: Kind) -> Json:
    return {
        "title": kind.title,
        "doc": kind.doc,
        "at_top": kind.at_top,
        "parents": [name for name in KINDS if name in kind.parents],
        "namespace": kind.namespace,
        "registers": {
            attribute.name: _attribute(attribute) for attribute in kind.attributes.values()
        },
    }


def _attribute(attribute: Attribute) -> Json:
    described: dict[str, Json] = {
        "form": type(attribute.type).__name__,
        "type": describe(attribute.type),
        "default": attribute.default,
        "required": attribute.required,
        "merge": attribute.merge.value,
        "weight": attribute.weight.value,
        "doc": attribute.doc,
    }
    if isinstance(attribute.type, Ref | Refs | Route):
        described["kinds"] = list(attribute.type.kinds)
    return described


def _common_section() -> Iterator[str]:
    yield "## Every kind\n"
    yield (
        "The model has no `parent` and no `removed`; what stands at the top has no `parent`, and "
        "for kinds that cannot it is required. `name` is required of the kinds called named here, "
        "and `position` is with those that are drawn on a canvas.\n"
    )
    shown = KINDS["note"].attributes
    yield from _table(shown[name] for name in _COMMON if name != "kind")
    yield (
        f"| `@name` | {_cell(describe(ANNOTATION.type))} | | {ANNOTATION.doc} |\n"
        f"| `#name` | {_cell(describe(TAG.type))} | | {TAG.doc} |\n"
        f"| `at:<element id>` | {_cell(describe(PLACE.type))} | layout | {PLACE.doc} |\n"
    )


def _kind_section(kind: Kind) -> Iterator[str]:
    yield f"## {kind.name}\n"
    yield f"**{kind.title}.** {kind.doc}\n"
    holds = ", ".join(f"`{name}`" for name in children_kinds(kind.name))
    name = "named" if kind.attributes["name"].required else "may have a name"
    drawn = "drawn on a canvas" if "position" in kind.attributes else "not placed on a canvas"
    yield f"Stands {_places(kind)}; holds {holds or 'nothing'}; {name}; {drawn}.\n"
    own = [attribute for name, attribute in kind.attributes.items() if name not in _COMMON]
    if own:
        yield from _table(own)
        yield ""


def _places(kind: Kind) -> str:
    if kind.name == MODEL:
        return "alone"
    inside = ", ".join(f"`{name}`" for name in KINDS if name in kind.parents)
    top = ["at the top of the model"] if kind.at_top else []
    return " or ".join([*top, *([f"in {inside}"] if inside else [])])


def _table(attributes: Iterable[Attribute]) -> Iterator[str]:
    yield "| Register | Holds | | Means |"
    yield "| --- | --- | --- | --- |"
    for attribute in attributes:
        yield (
            f"| `{attribute.name}` | {_cell(describe(attribute.type))} "
            f"| {_marks(attribute)} | {_cell(attribute.doc)} |"
        )


def _marks(attribute: Attribute) -> str:
    marks = []
    if attribute.required:
        marks.append("required")
    if attribute.default is not None:
        marks.append(f"default `{_word(attribute.default)}`")
    if attribute.merge is Merge.TEXT:
        marks.append("co-edited")
    if attribute.weight is Weight.LAYOUT:
        marks.append("layout")
    return ", ".join(marks)


def _word(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
