"""How one sort of act is told: `renamed field qty of OrderLine to quantity`.

Every deed has its phrase for one element and for many. A phrase keeps its verb in both forms, for
what was done (`renamed`) and what is planned (`rename`).
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.ids import ElementId
from domain.model.acts import Act, Deed, Named, NameIn
from domain.model.operations import Operation, OperationKind
from domain.model.wording import (
    article,
    attribute_text,
    attribute_title,
    is_member,
    listed,
    plural,
    shown,
    state_text,
    title_of,
    titles,
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A verb in its two forms, what it is said of, and how many things that is."""

    past: str
    plain: str
    rest: str
    count: int = 1


def phrase_of(deed: Deed, acts: Sequence[Act], name_of: NameIn) -> Phrase:
    """Tell acts that are all of one deed."""
    if deed is Deed.ALTERED:
        return _altered(acts, name_of)
    return _TELLERS[deed](acts)


def census(created: Sequence[Act]) -> str:
    """Count what was created: `11 entities with 64 fields and 11 references`."""
    counts = Counter(act.now.kind for act in created)
    wholes = _counted([each for each in _commonest(counts) if not is_member(each[0])])
    members = [each for each in _commonest(counts) if is_member(each[0])]
    parts = _counted([each for each in members if not (wholes and each[0] in _DETAILS)])
    references = sum(1 for act in created if _is_reference(act))
    if references:
        parts.append(f"{references:,} {'reference' if references == 1 else 'references'}")
    return " with ".join(listed(each) for each in (wholes, parts) if each)


def _counted(kinds: Sequence[tuple[str | None, int]]) -> list[str]:
    """Count each kind; where there are many, the commonest, and how many elements more."""
    shown_first = len(kinds) if len(kinds) <= _MOST_KINDS else _MOST_KINDS - 1
    rest = sum(count for _, count in kinds[shown_first:])
    told = [titles(kind, count) for kind, count in kinds[:shown_first]]
    return [*told, f"{rest:,} more"] if rest else told


def label(named: Named) -> str:
    """Name one element: `entity Order`, `field qty of OrderLine`, `an index of Order`."""
    title = title_of(named.kind)
    called = f"{title} {shown(named.name)}" if named.name else article(title)
    if named.parent and is_member(named.kind):
        return f"{called} of {shown(named.parent)}"
    return called


def _created(acts: Sequence[Act]) -> Phrase:
    model = next((act for act in acts if act.now.kind == "model"), None)
    if model is not None:
        others = [act for act in acts if act is not model]
        more = f" with {census(others)}" if others else ""
        return Phrase("created", "create", f"{label(model.now)}{more}", len(acts))
    ids = {act.element for act in acts}
    roots = [act for act in acts if _parent(act) not in ids]
    if len(roots) == 1:
        return Phrase("added", "add", _added(roots[0], acts), len(acts))
    if len(roots) == len(acts):
        return Phrase("added", "add", f"{census(acts)}{_home(acts)}", len(acts))
    return Phrase("added", "add", census(acts), len(acts))


def _added(root: Act, acts: Sequence[Act]) -> str:
    alone = Named(root.now.kind, root.now.name)
    inside = [act for act in acts if act is not root]
    return f"{label(alone)}{_home([root])}{f' with {census(inside)}' if inside else ''}"


def _home(acts: Sequence[Act]) -> str:
    """Return ` to Order` when all are members of it."""
    homes = {act.now.parent for act in acts}
    home = homes.pop()
    if homes or not home or not all(is_member(act.now.kind) for act in acts):
        return ""
    return f" to {shown(home)}"


def _removed(acts: Sequence[Act]) -> Phrase:
    return Phrase("removed", "remove", _things(acts), len(acts))


def _restored(acts: Sequence[Act]) -> Phrase:
    return Phrase("restored", "restore", _things(acts), len(acts))


def _reordered(acts: Sequence[Act]) -> Phrase:
    return Phrase("reordered", "reorder", _things(acts), len(acts))


def _things(acts: Sequence[Act]) -> str:
    if len(acts) == 1:
        return label(acts[0].before)
    things = titles(_common_kind(acts), len(acts))
    parents = {act.before.parent for act in acts}
    parent = parents.pop()
    if parents or not parent or not all(is_member(act.before.kind) for act in acts):
        return things
    return f"{things} of {shown(parent)}"


def _turned(acts: Sequence[Act]) -> Phrase:
    kinds = {_text(act, "kind") for act in acts}
    title = title_of(kinds.pop())
    if kinds:
        return Phrase("changed", "change", f"the kind of {_things(acts)}", len(acts))
    into = article(title) if len(acts) == 1 else plural(title)
    return Phrase("turned", "turn", f"{_things(acts)} into {into}", len(acts))


def _renamed(acts: Sequence[Act]) -> Phrase:
    if len(acts) > 1:
        return Phrase("renamed", "rename", _things(acts), len(acts))
    act = acts[0]
    name = _text(act, "name")
    if not name:
        return Phrase("removed", "remove", f"the name of {label(act.before)}")
    if not act.before.name or act.now.before is None:
        nameless = Named(act.before.kind, None, act.before.parent)
        return Phrase("named", "name", f"{label(nameless)} {shown(name)}")
    return Phrase("renamed", "rename", f"{label(act.before)} to {shown(name)}")


def _moved(acts: Sequence[Act]) -> Phrase:
    homes = {act.now.parent for act in acts}
    home = homes.pop()
    where = "to other places" if homes else f"to {shown(home)}" if home else "to the top"
    if len(acts) > 1:
        return Phrase(
            "moved", "move", f"{titles(_common_kind(acts), len(acts))} {where}", len(acts)
        )
    was = acts[0].before
    origin = f" from {shown(was.parent)}" if was.parent and was.parent != home else ""
    return Phrase("moved", "move", f"{label(Named(was.kind, was.name))}{origin} {where}")


def _altered(acts: Sequence[Act], name_of: NameIn) -> Phrase:
    attributes = list(dict.fromkeys(each.attribute for act in acts for each in act.operations))
    if len(acts) == 1 and len(attributes) == 1:
        return _set(acts[0], acts[0].operations[0], name_of)
    if len(attributes) <= _MOST_ATTRIBUTES:
        what = listed([attribute_title(each) for each in attributes])
        return Phrase("changed", "change", f"{what} of {_things(acts)}", len(acts))
    return Phrase("changed", "change", _things(acts), len(acts))


def _set(act: Act, operation: Operation, name_of: NameIn) -> Phrase:
    attribute, thing = operation.attribute, label(act.before)
    asserts = operation.kind is OperationKind.ASSERT
    state = state_text(attribute, operation.value)
    if state is not None:
        return Phrase("made", "make", f"{thing} {state}")
    if attribute.startswith("#"):
        tag = shown(attribute[1:])
        return (
            Phrase("tagged", "tag", f"{thing} with {tag}")
            if asserts
            else Phrase("removed", "remove", f"the tag {tag} from {thing}")
        )
    if attribute == "doc" and asserts:
        return Phrase("described", "describe", thing)
    what = f"{attribute_title(attribute)} of {thing}"
    if not asserts:
        return Phrase("removed", "remove", what)
    value = attribute_text(attribute, operation.value, lambda target: _called(name_of(target)))
    return Phrase("set", "set", f"{what} to {value}" if value else what)


def _placed(acts: Sequence[Act]) -> Phrase:
    cards = sum(1 for act in acts for each in act.operations if _is_card(each.attribute))
    if not cards:
        return Phrase("changed", "change", f"the comments of {_things(acts)}", len(acts))
    frames = [act for act in acts if act.before.kind in _FRAMES]
    if len(frames) == 1 and cards > 1:
        others = f"{cards - 1:,} {'card' if cards == 2 else 'cards'}"  # noqa: PLR2004 - one other
        return Phrase("moved", "move", f"{label(frames[0].before)} with {others}", cards)
    if cards > 1:
        where = f" in {label(acts[0].before)}" if len(acts) == 1 else ""
        return Phrase("moved", "move", f"{cards:,} cards{where}", cards)
    thing = next(act for act in acts if any(_is_card(each.attribute) for each in act.operations))
    what = "frame" if frames else "card"
    return Phrase("moved", "move", f"the {what} of {label(thing.before)}")


_TELLERS: Final[Mapping[Deed, Callable[[Sequence[Act]], Phrase]]] = {
    Deed.CREATED: _created,
    Deed.REMOVED: _removed,
    Deed.RESTORED: _restored,
    Deed.TURNED: _turned,
    Deed.RENAMED: _renamed,
    Deed.MOVED: _moved,
    Deed.REORDERED: _reordered,
    Deed.PLACED: _placed,
}
_MOST_ATTRIBUTES: Final = 3
_MOST_KINDS: Final = 3
_FRAMES: Final = frozenset({"area", "context", "subdomain"})
_DETAILS: Final = frozenset({"index", "unique"})


def _is_card(attribute: str) -> bool:
    return attribute == "position" or attribute.startswith("at:")


def _is_reference(act: Act) -> bool:
    return any(
        each.attribute == "type" and isinstance(each.value, Mapping) and each.value.get("ref")
        for each in act.operations
    )


def _commonest(counts: Counter[str | None]) -> list[tuple[str | None, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0] or ""))


def _common_kind(acts: Sequence[Act]) -> str | None:
    kinds = {act.before.kind for act in acts}
    return kinds.pop() if len(kinds) == 1 else None


def _called(named: Named) -> str:
    return named.name or article(title_of(named.kind))


def _parent(act: Act) -> ElementId | None:
    return _text(act, "parent")


def _text(act: Act, attribute: str) -> str | None:
    for each in act.operations:
        if each.attribute == attribute:
            return each.value if isinstance(each.value, str) else None
    return None
