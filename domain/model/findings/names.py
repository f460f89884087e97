"""Rules on names: there, different, and saying what the thing is."""

import json
import re
from collections.abc import Iterator
from typing import Final

from domain.model.findings.finding import Fault, Fix, Level, Rule, Scope, setting
from domain.model.findings.index import DATA, Index
from domain.model.graph import Element
from domain.model.metamodel import KINDS
from domain.model.operations import assertion
from domain.model.wording import capital, plural, shown, title_of

_NAMED: Final = frozenset(kind.name for kind in KINDS.values() if kind.attributes["name"].required)
_IN_CODE: Final = DATA | {"field", "enumValue", "event", "command", "query", "readModel"}
_is_identifier: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*").fullmatch
_WORDS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_COUNTS: Final = {2: "Two", 3: "Three", 4: "Four", 5: "Five"}


def _missing_name(element: Element, index: Index) -> Iterator[Fault]:
    if not element.name:
        yield Fault(f"{capital(index.called(element))} has no name.", "Give it one.", "name")


def _duplicate_name(element: Element, index: Index) -> Iterator[Fault]:
    name = element.name
    if not name:
        return
    alike = index.namesakes(element)
    rank, many = alike.ranks[element.id], len(alike.ranks)
    if rank == 0:
        return
    kind = next(iter(alike.kinds)) if len(alike.kinds) == 1 else None
    parent = index.parent(element)
    where = f" of {shown(parent.name or title_of(parent.kind))}" if parent else ""
    count = _COUNTS.get(many, str(many))
    free = index.free_name(element, f"{name}{rank + 1}")
    yield Fault(
        f"{count} {plural(title_of(kind))}{where} are called {shown(name)}.",
        "Rename one.",
        "name",
        (setting(f"Rename this one to {shown(free)}", element.id, "name", free),),
    )


def _name_not_identifier(element: Element, _: Index) -> Iterator[Fault]:
    name = element.name
    if not name or _is_identifier(name):
        return
    plain = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_")
    fixes: tuple[Fix, ...] = ()
    if _is_identifier(plain):
        changes = [assertion(element.id, "name", plain)]
        if element.kind == "enumValue" and "storedValue" not in element.registers:
            # Without this, another name would be another stored value.
            changes.append(assertion(element.id, "storedValue", json.dumps(name)))
        fixes = (Fix(f"Rename it to {shown(plain)}", tuple(changes)),)
    yield Fault(
        f"{shown(name)} stands in backquotes in the text, and code spells it differently.",
        "Use letters, digits and underscores to have one spelling everywhere.",
        "name",
        fixes,
    )


def _event_not_past_tense(element: Element, _: Index) -> Iterator[Fault]:
    words = _words(element.name)
    if words and not any(_is_past(word) for word in words):
        yield Fault(
            f"{shown(element.name or '')} does not read as something that happened.",
            "Name it in the past, like OrderPlaced.",
            "name",
        )


def _command_not_imperative(element: Element, _: Index) -> Iterator[Fault]:
    words = _words(element.name)
    if words and (_is_done(words[0]) or (_is_done(words[-1]) and words[0] not in _MARKING)):
        yield Fault(
            f"{shown(element.name or '')} does not read as something to do.",
            "Begin with the verb, like PlaceOrder.",
            "name",
        )


RULES: Final = (
    Rule(
        "missing-name",
        Scope.ELEMENT,
        Level.ERROR,
        _NAMED,
        "What people speak of has a name.",
        _missing_name,
    ),
    Rule(
        "duplicate-name",
        Scope.SIBLINGS,
        Level.ERROR,
        _NAMED,
        "Siblings that are looked up by name have different names.",
        _duplicate_name,
    ),
    Rule(
        "name-not-identifier",
        Scope.ELEMENT,
        Level.INFO,
        _IN_CODE,
        "Names that end up in code are made of letters, digits and underscores.",
        _name_not_identifier,
    ),
    Rule(
        "event-not-past-tense",
        Scope.ELEMENT,
        Level.WARNING,
        frozenset({"event"}),
        "An event is named by what happened.",
        _event_not_past_tense,
    ),
    Rule(
        "command-not-imperative",
        Scope.ELEMENT,
        Level.WARNING,
        frozenset({"command"}),
        "A command is named by what shall be done.",
        _command_not_imperative,
    ),
)

_PAST: Final = frozenset(
    {
        *("become", "became", "begun", "bought", "broken", "built", "chosen", "cut", "done"),
        *("drawn", "fallen", "found", "given", "gone", "got", "grown", "held", "hidden", "hit"),
        *("kept", "known", "left", "lent", "lost", "made", "met", "paid", "put", "read", "risen"),
        *("run", "seen", "sent", "set", "shown", "shut", "sold", "spent", "split", "stolen"),
        *("sworn", "taken", "thrown", "told", "understood", "won", "written"),
    },
)
_NOT_PAST: Final = frozenset(
    {"bed", "bleed", "breed", "embed", "exceed", "feed", "fed", "need", "proceed", "red", "seed"}
    | {"speed"},
)
_NOT_GOING_ON: Final = frozenset(
    {"bring", "king", "ping", "ring", "sing", "spring", "string", "thing", "wing"},
)
_MARKING: Final = frozenset(
    {"confirm", "declare", "flag", "make", "mark", "note", "record", "report"},
)
_BOTH: Final = frozenset({"become", "cut", "hit", "put", "read", "run", "set", "shut", "split"})


def _words(name: str | None) -> list[str]:
    return [word.lower() for word in _WORDS.findall(name or "")]


def _is_past(word: str) -> bool:
    return word in _PAST or (word.endswith("ed") and word not in _NOT_PAST)


def _is_done(word: str) -> bool:
    return (word.endswith("ing") and word not in _NOT_GOING_ON) or (
        _is_past(word) and word not in _BOTH
    )
