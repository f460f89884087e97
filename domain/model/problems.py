"""What is structurally wrong with an edit, told as a fact and what to do about it.

Each problem has a code that never changes its meaning; `CODES` says what each is about.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from domain.errors import BadValue
from domain.ids import ElementId
from domain.model.live import LiveGraph
from domain.model.metamodel import KINDS, MODEL, Kind

CODES: Final[Mapping[str, str]] = {
    "bad-id": "An element's id is no UUID in lower case.",
    "no-element": "A register of an element that has no kind.",
    "unknown-kind": "A kind that the meta-model does not have.",
    "second-model": "A second element of kind model.",
    "model-stays": "The model itself would change its kind, stand somewhere or be removed.",
    "unknown-attribute": "A register that the kind does not have.",
    "wrong-value": "A value that the register cannot hold.",
    "kind-attribute": "A change of kind while the element holds what the new kind cannot.",
    "kind-children": "A change of kind while elements stand in it that the new kind cannot hold.",
    "missing-parent": "An element without a parent whose kind cannot stand at the top.",
    "unknown-parent": "A parent that was never created.",
    "wrong-parent": "A parent of a kind that this kind cannot stand in.",
    "top-parent": "The model given as parent; what stands at the top has none.",
    "cycle": "An element inside itself.",
}
"""Every code of a problem, with what it is about."""

_LONGEST_LABEL: Final = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """Something no graph may be, in one element; `message` is for the person who did it."""

    code: str
    element: ElementId
    attribute: str | None
    message: str


def bad_id(element: ElementId) -> Problem:
    """Say that an id is none."""
    shown = element[:_LONGEST_LABEL]
    message = f'The id "{shown}" is no UUID in lower case. Create the element anew with one.'
    return Problem("bad-id", element, None, message)


def no_element(element: ElementId) -> Problem:
    """Say that there is nothing to edit."""
    message = f"There is no element {element} at this moment. Create it first, by giving its kind."
    return Problem("no-element", element, None, message)


def unknown_kind(element: ElementId, kind: object) -> Problem:
    """Say that a kind does not exist, and which one may be meant."""
    if not isinstance(kind, str):
        message = f"A kind is a word such as entity. {_proposal('', KINDS)}"
    else:
        message = f'There is no kind "{kind[:_LONGEST_LABEL]}". {_proposal(kind, KINDS)}'
    return Problem("unknown-kind", element, "kind", message)


def second_model(live: LiveGraph, element: ElementId, first: ElementId) -> Problem:
    """Say which element is the model already."""
    message = f"{label(live, first)} is the model already. Make this one a context in it."
    return Problem("second-model", element, "kind", message)


def model_stays(live: LiveGraph, element: ElementId, attribute: str) -> Problem:
    """Say that the model is not moved, removed or made something else."""
    remedy = {
        "kind": "Create an element of the other kind in it.",
        "parent": "Leave its parent out.",
        "removed": "Archive it instead.",
    }[attribute]
    message = f"{label(live, element)} is the model itself. {remedy}"
    return Problem("model-stays", element, attribute, message)


def unknown_attribute(element: ElementId, kind: Kind, attribute: str) -> Problem:
    """Say that a kind has no such attribute, and which one may be meant."""
    shown = attribute[:_LONGEST_LABEL]
    proposal = _proposal(attribute, kind.attributes)
    message = f'{with_article(kind.name, capital=True)} has no attribute "{shown}". {proposal}'
    return Problem("unknown-attribute", element, attribute, message)


def wrong_value(live: LiveGraph, element: ElementId, attribute: str, error: BadValue) -> Problem:
    """Say what is wrong with a value, and what would do."""
    message = f"The {attribute} of {label(live, element)} {error.fact}. {_sentence(error.remedy)}"
    return Problem("wrong-value", element, attribute, message)


def kind_attribute(live: LiveGraph, element: ElementId, kind: Kind, attribute: str) -> Problem:
    """Say which attribute keeps an element from becoming another kind."""
    message = (
        f"{label(live, element)} cannot become {with_article(kind.name)}, "
        f'because of its attribute "{attribute}". Take that away in the same step.'
    )
    return Problem("kind-attribute", element, "kind", message)


def kind_children(live: LiveGraph, element: ElementId, kind: Kind, child: ElementId) -> Problem:
    """Say which child keeps an element from becoming another kind."""
    message = (
        f"{label(live, element)} cannot become {with_article(kind.name)}, "
        f"because {label(live, child)} stands in it. Move that out first."
    )
    return Problem("kind-children", element, "kind", message)


def missing_parent(live: LiveGraph, element: ElementId, kind: Kind) -> Problem:
    """Say that a kind cannot stand at the top."""
    message = (
        f"{with_article(kind.name, capital=True)} cannot stand at the top of the model. "
        f"Put {label(live, element)} in {_places(kind)}."
    )
    return Problem("missing-parent", element, "parent", message)


def unknown_parent(live: LiveGraph, element: ElementId, parent: str) -> Problem:
    """Say that a parent does not exist."""
    message = (
        f"The parent of {label(live, element)} does not exist: {parent[:_LONGEST_LABEL]}. "
        "Put it in an element that does."
    )
    return Problem("unknown-parent", element, "parent", message)


def wrong_parent(live: LiveGraph, element: ElementId, kind: Kind, parent: ElementId) -> Problem:
    """Say what an element may stand in instead."""
    holder = str(live.of_element(parent)["kind"])
    place = "the model itself" if holder == MODEL else with_article(holder)
    message = (
        f"{with_article(kind.name, capital=True)} cannot stand in {place}. "
        f"Put {label(live, element)} in {_places(kind)}."
    )
    return Problem("wrong-parent", element, "parent", message)


def top_parent(live: LiveGraph, element: ElementId) -> Problem:
    """Say that what stands at the top has no parent."""
    message = f"{label(live, element)} stands at the top of the model. Leave its parent out."
    return Problem("top-parent", element, "parent", message)


def cycle(live: LiveGraph, element: ElementId, parent: ElementId) -> Problem:
    """Say that an element would stand in itself."""
    inner = "itself" if element == parent else f"{label(live, parent)}, which stands in it"
    message = f"{label(live, element)} cannot stand in {inner}. Choose another place for it."
    return Problem("cycle", element, "parent", message)


def label(live: LiveGraph, element: ElementId) -> str:
    """Return what people call an element: its name, else its kind, else its id."""
    registers = live.of_element(element)
    name, kind = registers.get("name"), registers.get("kind")
    if isinstance(name, str) and name.strip() and name.isprintable():
        return name if len(name) <= _LONGEST_LABEL else f"{name[:_LONGEST_LABEL]}…"
    return f"the {_word(kind)}" if isinstance(kind, str) and kind in KINDS else element


def with_article(kind: str, *, capital: bool = False) -> str:
    """Return the word of a kind with its indefinite article."""
    word = _word(kind)
    article = "an" if word[0] in "aeio" else "a"
    return f"{article.capitalize() if capital else article} {word}"


def _word(kind: str) -> str:
    title = KINDS[kind].title
    return title[0].lower() + title[1:]


def _places(kind: Kind) -> str:
    places = [with_article(parent) for parent in KINDS if parent in kind.parents]
    if kind.at_top:
        places.append("the model itself")
    return " or ".join((", ".join(places[:-1]), places[-1]) if len(places) > 1 else places)


def _proposal(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, tuple(known), 1)
    return f"Did you mean {close[0]}?" if close else f"Use one of {', '.join(known)}."


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
