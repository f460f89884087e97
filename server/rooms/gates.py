"""The gates: what an update passes on its way into the document, in the order of their price (D3).

    size ───────► decoder ─────────► rights ──► epoch ─────► authorship ────► document
    too-large     broken-update      no-right   stale-epoch  foreign-client   replaces-element
                  outside-elements                                            replaces-text

What fails one is rejected: nothing of it is applied, nor of what its client id sends after it.
"""

from typing import Final

from domain.access import Action, decision
from domain.ids import ActorId
from server.rooms.authorship import MOST_CLIENTS, Crowd, Foreign
from server.rooms.decoder import BadUpdate, LargeUpdate, Structs, decode
from server.rooms.inbox import Received
from server.rooms.ledger import Ledger
from server.rooms.materialisation import Admission, Admitted, Rejected

_WRITABLE: Final = frozenset({"elements"})
_FOREIGN: Final = Rejected(
    "foreign-client",
    "an update holds structs of a client id that belongs to somebody else; write under a new one",
)
_STALE: Final = Rejected("stale-epoch", "an update builds on an earlier epoch; reload")


def read(update: bytes, *, limit: int) -> Structs | Rejected:
    """Return what an update of at most so many bytes holds."""
    if len(update) > limit:
        size = f"an update has {len(update)} bytes; {limit} are allowed"
        return Rejected("too-large", f"{size}, so import it instead")
    try:
        return decode(update)
    except LargeUpdate as error:
        return Rejected("too-large", str(error))
    except BadUpdate as error:
        return Rejected("broken-update", f"an update is broken: {error}")


def enter(ledger: Ledger, item: Received, structs: Structs) -> Admission:
    """Let an update through the gates into the state of a stream, or say at which it failed."""
    if structs.problem is not None:
        is_outside = not structs.roots <= _WRITABLE
        return Rejected("outside-elements" if is_outside else "broken-update", structs.problem)
    session, document = item.session, ledger.state.document
    if ledger.parts.size + len(item.update) > ledger.document_limit:
        full = f"the document has {ledger.parts.size} bytes; {ledger.document_limit} are allowed"
        return Rejected("too-large", f"{full}, so split the model, or raise the limit")
    if not session.may_edit:
        return Rejected("no-right", str(decision(session.actor, Action.EDIT)))
    if document.epoch > 1 and _is_stale(structs, document.epoch):
        return _STALE
    newcomers = _newcomers(ledger, structs, session.actor.id)
    if isinstance(newcomers, Rejected):
        return newcomers
    admit = ledger.state.admit if item.edit is None else ledger.state.admit_whole
    admission = admit(item.update, structs)
    if isinstance(admission, Admitted) and structs.runs:
        session.client = structs.runs[-1].client
        if newcomers:
            ledger.authorship.claim(newcomers, session.actor.id)
    return admission


def _newcomers(ledger: Ledger, structs: Structs, actor: ActorId) -> tuple[int, ...] | Rejected:
    document = ledger.state.document
    match ledger.authorship.newcomers(structs, actor, epoch=document.epoch, has=document.has):
        case Foreign():
            return _FOREIGN
        case Crowd(clients):
            many = f"an update holds structs of {clients} client ids; {MOST_CLIENTS} are allowed"
            return Rejected("too-large", f"{many}, so send those of one after the other")
        case newcomers:
            return newcomers


def _is_stale(structs: Structs, epoch: int) -> bool:
    """Tell whether an update knows the server under the client id of an earlier epoch (D9)."""
    return (
        any(0 < client < epoch for client, _ in structs.needs)
        or any(0 < client < epoch for client, _, _ in structs.deletions)
        or any(0 < client < epoch for client, _, _ in structs.runs)
    )
