"""Steps of stories about epochs."""

from domain.model.operations import Change, Registers
from server.rooms.opening import begin_anew
from server.rooms.protocol import Close
from server.rooms.room import Room
from tests.server.rooms.housing import Client, House, edit, quiet, saved


async def next_epoch(house: House, room: Room) -> Room:
    """Let everybody go, begin the next epoch, and return its room."""
    await quiet(room)
    await begin_anew(house.rooms._house, room.ledger)
    house.rooms._bury(room, "a new epoch begins")
    again = await house.rooms.open(room.stream)
    await again.fire()
    return again


async def agree(house: House, room: Room) -> Registers:
    """Assert that document, registers and log say the same but for what is left out; return it."""
    await quiet(room)
    await room.settle_texts()
    state = room.ledger.state
    whole = dict(state.live.registers)
    assert whole == await house.folded(room.stream) == await house.read(room)
    held = {element: said for element, said in whole.items() if element not in state.left_out}
    assert state.document.registers() == held
    return held


async def write(house: House, room: Room, *changes: Change) -> None:
    saved(await house.rooms.edit(room.stream, edit(*changes)))


def stale(client: Client) -> bool:
    return client.closed is not None and client.closed[0] == Close.STALE_EPOCH
