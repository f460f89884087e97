"""The meta-model: each kind, where it may stand, and what its registers hold.

Registers that several kinds have alike stand once, as constants; a kind names them.
"""

import dataclasses
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from typescript import union

from domain.model.kinds.kind import Attribute, Kind, Merge, Weight
from domain.model.metamodel import KINDS
from domain.model.types import BUILTINS, OneOf, ValueType

HEAD: Final = "// Made from domain/model/kinds/ by: make wire\n"
Constants: TypeAlias = Mapping[tuple[str, str], str]
"""The name of the constant for a register of this name and shape."""

RESERVED: Final = frozenset({"default"})
SHAPES: Final = """/** What a register may hold; what is not said is false, or not limited. */
export interface RegisterShape {
  /** The name of its type in `docs/kinds.md`. */
  readonly form: Form
  /** What its absence means. */
  readonly default?: boolean | number | string | readonly (number | null)[]
  /** Without it the element is unfinished: a finding, never a refusal. */
  readonly required?: true
  /** It only says how the element is drawn or written. */
  readonly layout?: true
  /** Two people write in it at once, character by character. */
  readonly shared?: true
  /** The words to choose from. */
  readonly options?: readonly string[]
  /** The kinds that it should point at; none said for any. */
  readonly kinds?: readonly KindName[]
  /** The most characters. */
  readonly longest?: number
  readonly multiline?: true
  readonly minimum?: number
  readonly maximum?: number
  /** Of `OneOf`: the forms that it may have. */
  readonly forms?: readonly Form[]
}

/** A kind of element: where it may stand and which registers it has. */
export interface KindShape {
  readonly title: string
  readonly doc: string
  /** The kinds that it may stand in. */
  readonly parents: readonly KindName[]
  /** It may stand at the top of the model, without a parent. */
  readonly atTop: boolean
  /** Names are looked up through it. */
  readonly namespace: boolean
  /** It needs a name. */
  readonly named: boolean
  /** It has a place on the canvas. */
  readonly placed: boolean
  readonly registers: Readonly<Record<string, RegisterShape>>
}
"""


def module() -> str:
    """Return the whole file."""
    names = shared_names()
    declared = [f"const {name}: RegisterShape = {shape}" for (_, shape), name in names.items()]
    kinds = ",\n".join(kind_shape(kind, names) for kind in KINDS.values())
    return "\n".join(
        [
            HEAD,
            f"export type KindName ={union(KINDS)}\n",
            f"export type Form ={union(sorted(set(forms())))}\n",
            SHAPES,
            *declared,
            "\n/** Every kind, in the order of `docs/kinds.md`. */",
            f"export const KINDS: Readonly<Record<KindName, KindShape>> = {{\n{kinds}\n}}\n",
            "/** The types that need no declaration. */",
            f"export const BUILTINS = {literal(BUILTINS)} as const\n",
        ],
    )


def forms() -> Iterable[str]:
    """Yield the name of every type that a register has."""
    for kind in KINDS.values():
        for attribute in kind.attributes.values():
            yield form_of(attribute.type)
            if isinstance(attribute.type, OneOf):
                yield from map(form_of, attribute.type.types)


def shared_names() -> Constants:
    """Return the registers that several kinds have alike, each with the name of its constant."""
    used = Counter(
        (attribute.name, register_shape(attribute))
        for kind in KINDS.values()
        for attribute in kind.attributes.values()
    )
    variants: Counter[str] = Counter()
    names: dict[tuple[str, str], str] = {}
    for (name, shape), times in used.items():
        if times > 1:
            variants[name] += 1
            stem = f"{name}Register" if name in RESERVED else name
            names[name, shape] = stem if variants[name] == 1 else f"{stem}{variants[name]}"
    return names


def kind_shape(kind: Kind, names: Constants) -> str:
    """Return one kind."""
    said = {
        "title": kind.title,
        "doc": kind.doc,
        "parents": [name for name in KINDS if name in kind.parents],
        "atTop": kind.at_top,
        "namespace": kind.namespace,
        "named": kind.attributes["name"].required,
        "placed": "position" in kind.attributes,
    }
    rows = "".join(f"    {name}: {literal(value)},\n" for name, value in said.items())
    registers = ",\n".join(
        f"      {entry(attribute, names)}" for attribute in kind.attributes.values()
    )
    return f"  {kind.name}: {{\n{rows}    registers: {{\n{registers}\n    }}\n  }}"


def entry(attribute: Attribute, names: Constants) -> str:
    """Return a register of a kind: by its constant, or said in place."""
    shape = register_shape(attribute)
    constant = names.get((attribute.name, shape), shape)
    return constant if constant == attribute.name else f"{attribute.name}: {constant}"


def register_shape(attribute: Attribute) -> str:
    """Return what a register holds."""
    said: dict[str, object] = {"form": form_of(attribute.type)}
    if attribute.default is not None:
        said["default"] = attribute.default
    for flag, is_so in (
        ("required", attribute.required),
        ("layout", attribute.weight is Weight.LAYOUT),
        ("shared", attribute.merge is Merge.TEXT),
    ):
        if is_so:
            said[flag] = True
    for field in dataclasses.fields(attribute.type):
        value = getattr(attribute.type, field.name)
        if field.name == "types":
            said["forms"] = [form_of(each) for each in value]
        elif value not in ((), False) and abs_of(value) < 2**53 - 1:
            said[field.name] = value
    return literal(said)


def form_of(type_: ValueType) -> str:
    """Return the name of a value type."""
    return type(type_).__name__


def abs_of(value: object) -> int:
    """Return how large a number is, 0 for what is none."""
    return abs(value) if isinstance(value, int) else 0


def literal(value: object) -> str:
    """Return a value as TypeScript writes it."""
    match value:
        case str():
            inner = json.dumps(value, ensure_ascii=False)[1:-1].replace('\\"', '"')
            return "'" + inner.replace("'", "\\'") + "'"
        case dict():
            rows = ", ".join(f"{key}: {literal(item)}" for key, item in value.items())
            return f"{{ {rows} }}"
        case list() | tuple():
            return f"[{', '.join(map(literal, value))}]"
        case _:
            return json.dumps(value)
