"""How names, kinds and values are said: one way for paths, diffs, findings and history.

Whatever people typed is kept in the log as it is; here it is only made safe to show. Invisible and
direction-changing characters are written out, so that no name can pretend to be another one or
break a line, and what is long is shortened in the middle, where names differ least.
"""

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias, TypeGuard

from domain.ids import ElementId, is_id
from domain.model.metamodel import KINDS
from domain.model.values import Json

NameOf: TypeAlias = Callable[[ElementId], str]
"""What to call an element that a value names."""

LONGEST_SHOWN: Final = 60  # characters of a name or value in a sentence

_UNSHOWABLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_JOINERS: Final = "\u200c\u200d"  # needed to spell words and emoji
_TAIL: Final = 16
_PAIR: Final = 2


def shown(text: str, *, longest: int = LONGEST_SHOWN) -> str:
    """Return `text` safe to show on one line: nothing invisible, nothing endless."""
    if not text.isprintable():
        text = "".join(_visible(character) for character in text)
    if len(text) <= longest:
        return text
    return f"{text[: longest - _TAIL - 1]}…{text[-_TAIL:]}"


def name_in_path(name: str | None, kind: str) -> str:
    """Return a name as one step of a path: odd names in backquotes, a missing one as its kind."""
    if not name:
        return f"({title_of(kind)})"
    if name.isidentifier():
        return name
    return f"`{name.replace('`', '``')}`"


def title_of(kind: str | None) -> str:
    """Return what people call a kind: `enumValue` is an enum value."""
    known = KINDS.get(kind) if kind is not None else None
    return known.title.lower() if known is not None else shown(kind or "element")


def is_member(kind: str | None) -> bool:
    """Tell whether a kind is named with what it stands in: `qty of OrderLine`.

    That is what never stands at the top, unless it has a place of its own in a context.
    """
    return kind in _MEMBERS


def attribute_noun(attribute: str) -> str:
    """Return what people call an attribute: `storedValue` is a stored value."""
    if attribute.startswith("#"):
        return f"tag {shown(attribute[1:])}"
    if attribute.startswith("@"):
        return shown(attribute)
    return _TITLES.get(attribute) or _spaced(shown(attribute))


def attribute_title(attribute: str) -> str:
    """Return an attribute with its article, where it takes one: `the stored value`, `@db.type`."""
    noun = attribute_noun(attribute)
    return noun if attribute.startswith("@") else f"the {noun}"


def attribute_text(attribute: str, value: Json, name_of: NameOf) -> str:
    """Return the value of an attribute in people's words; empty when it says nothing."""
    if attribute == "cardinality":
        return cardinality_text(value)
    if attribute.startswith("@") and isinstance(value, Mapping):
        arguments = value.get("args")
        return value_text(arguments, name_of) if arguments else ""
    return value_text(value, name_of)


def state_text(attribute: str, value: Json) -> str | None:
    """Return what a yes-or-no attribute makes of an element: `optional`, `required`, `a key`."""
    if attribute not in _STATES or not isinstance(value, bool | None):
        return None
    yes, no = _STATES[attribute]
    return yes if value else no


def titles(kind: str | None, count: int) -> str:
    """Return a count with its noun: `1 field`, `6 fields`, `2 entities`."""
    title = title_of(kind)
    return f"{count:,} {title if count == 1 else plural(title)}"


def plural(noun: str) -> str:
    """Return the plural of an English noun of this program's vocabulary."""
    if noun.endswith("y") and not noun.endswith(("ay", "ey", "oy")):
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch")) else "s")


def article(noun: str) -> str:
    """Return a noun with `a` or `an`."""
    return f"{'an' if noun[:1].lower() in 'aeio' else 'a'} {noun}"


def capital(sentence: str) -> str:
    """Return a sentence with a capital at its beginning."""
    return sentence[:1].upper() + sentence[1:]


def listed(items: Sequence[str]) -> str:
    """Join items as in a sentence: `a`, `a and b`, `a, b and c`."""
    if len(items) < _PAIR:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def value_text(value: Json, name_of: NameOf) -> str:
    """Return a register's value in people's words, naming elements by `name_of`."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case str():
            return _said(value, name_of)
        case Mapping():
            return _object_text(value, name_of)
        case _:
            return shown(listed([value_text(item, name_of) for item in value]) or "nothing")


def type_text(value: Json, name_of: NameOf) -> str:
    """Return a type expression as SOML writes it: `ref Customer`, `decimal(12, 2)`."""
    if not isinstance(value, Mapping):
        return value_text(value, name_of)
    target = value.get("to")
    if isinstance(target, Mapping):
        target = target.get("name")
    name = _said(target, name_of) if isinstance(target, str) else "nothing"
    arguments = value.get("args")
    listing = ", ".join(str(each) for each in arguments) if _is_list(arguments) else ""
    return f"{'ref ' if value.get('ref') is True else ''}{name}{f'({listing})' if listing else ''}"


def cardinality_text(value: Json) -> str:
    """Return a cardinality as SOML writes it: `0..*`, `1..*`, `3`."""
    match value:
        case [int() as least, None]:
            return f"{least}..*"
        case [int() as least, int() as most]:
            return str(least) if least == most else f"{least}..{most}"
        case _:
            return "1"


_MEMBERS: Final = frozenset(
    kind.name
    for kind in KINDS.values()
    if not kind.at_top and not ("position" in kind.attributes and "context" in kind.parents)
)
_STATES: Final[Mapping[str, tuple[str, str]]] = {
    "optional": ("optional", "required"),
    "key": ("a key", "no key"),
    "unique": ("unique", "not unique"),
    "immutable": ("immutable", "changeable"),
    "pii": ("personal data", "no personal data"),
    "secret": ("secret", "not secret"),
    "deprecated": ("deprecated", "current again"),
    "public": ("public", "private"),
    "open": ("open", "closed"),
    "external": ("external", "internal"),
    "archived": ("archived", "active again"),
}
_TITLES: Final[Mapping[str, str]] = {"doc": "description"}


def _spaced(name: str) -> str:
    return "".join(f" {each.lower()}" if each.isupper() else each for each in name).strip()


def _visible(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    if unicodedata.category(character) in _UNSHOWABLE:
        return f"\\u{{{ord(character):x}}}"
    return " "


def _said(text: str, name_of: NameOf) -> str:
    return shown(name_of(text) if is_id(text) else text)


def _object_text(value: Mapping[str, Json], name_of: NameOf) -> str:
    match value:
        case {"to": _}:
            return type_text(value, name_of)
        case {"text": str() as text}:
            return shown(text)
        case _:
            return shown(json.dumps(value, sort_keys=True, ensure_ascii=False, default=list))


def _is_list(value: Json) -> TypeGuard[Sequence[Json]]:
    return isinstance(value, Sequence) and not isinstance(value, str)
