"""Whether document, registers and log say the same (P1)."""

from collections.abc import Iterator

from domain.ids import ElementId
from domain.model.operations import Registers
from server.rooms.document import Document
from server.rooms.materialisation import Materialisation


def differing(document: Document, recorded: Registers) -> Iterator[ElementId]:
    """Yield the elements that do not hold in the document what was recorded of them."""
    for element, registers in recorded.items():
        if document.of_element(element) != registers:
            yield element


def unrecorded(state: Materialisation) -> ElementId | None:
    """Return an element that the document holds and the registers do not, if there is one."""
    document, live = state.document, state.live
    return next(
        (
            element
            for element in document.elements()
            if not live.of_element(element) and document.of_element(element)
        ),
        None,
    )
