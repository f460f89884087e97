"""What an edit costs in a room: stock clients rename entities, in process and without sockets.

`python -m tests.bench edits` prints it in processor time, which says the same on a busy machine.
The read models are folded in it; Postgres itself is not counted.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

import uvloop
from pycrdt import Doc, Map

from domain.access import Actor, Role
from server.rooms.protocol import sync_request, update_frame
from server.rooms.room import Room
from tests.bench.row import Row
from tests.server.rooms.housing import House, house_on, new_client, new_id

PEOPLE: Final = 50
ROUNDS: Final = 120
NOTHING: Final = b"\0"


def run(dsn: str) -> list[Row]:
    """Measure in an empty, migrated database."""
    return uvloop.run(_measure(dsn))


@dataclass(eq=False)
class Listener:
    """Somebody who is sent everything and reads nothing of it."""

    actor: Actor
    journal: None = None
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    def send(self, *_: bytes) -> None:
        self.heard.set()

    def close(self, code: int, reason: str) -> None:
        """Do nothing."""


async def _measure(dsn: str) -> list[Row]:
    rows = []
    async with house_on(dsn) as house:
        for together in (1, 100):
            cost = await _cost(house, together=together)
            rows.append(Row(f"an edit in process, {together} at a time", cost, "us CPU"))
    return rows


async def _cost(house: House, *, together: int) -> float:
    room = await house.room()
    people = [Listener(Actor(f"p{at}", "Somebody", Role.EDITOR)) for at in range(PEOPLE)]
    edits = [_renamings() for _ in people]
    for person in people:
        room.join(person)
        room.receive(person, sync_request(NOTHING))
    await room.fire()
    rounds = [list(zip(people, frames, strict=True)) for frames in zip(*edits, strict=True)]
    sent = list(chain.from_iterable(rounds))
    some = len(sent) // 6  # for the room to warm up
    await _send(room, sent[:some], together=together)
    await house.projector.wait_for(room.ledger.position)
    began = time.process_time()
    await _send(room, sent[some:], together=together)
    await house.projector.wait_for(room.ledger.position)
    return (time.process_time() - began) / (len(sent) - some) * 1e6


async def _send(room: Room, sent: Sequence[tuple[Listener, bytes]], *, together: int) -> None:
    """Send so many edits at once, and the next ones when everybody has heard of them."""
    for at in range(0, len(sent), together):
        listener = sent[at - 1][0]  # no author of a single edit, who is not sent it
        listener.heard.clear()
        for author, frame in sent[at : at + together]:
            room.receive(author, frame)
        await listener.heard.wait()


def _renamings() -> list[bytes]:
    """Return what a stock client sends that makes an entity and renames it again and again."""
    doc: Doc[Map[object]] = Doc(client_id=new_client())
    elements: Map[object] = doc.get("elements", type=Map)
    frames: list[bytes] = []
    doc.observe(lambda event: frames.append(update_frame(event.update)))
    entity: Map[object] = Map({"kind": "entity", "name": "Order", "order": "a0"})
    elements[new_id()] = entity
    for place in range(ROUNDS):
        entity["name"] = f"Order {place}"
    return frames
