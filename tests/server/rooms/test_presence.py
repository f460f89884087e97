"""Who is here: the last word of each client, in nobody else's name."""

import json
from dataclasses import dataclass, field
from typing import Final

import pytest
from hypothesis import given, strategies as st

from domain.access import Actor, Role
from server.rooms.presence import (
    GONE,
    LARGEST_NEWS,
    LIFETIME,
    MOST_CLIENTS,
    MOST_REMEMBERED,
    Presences,
)
from server.rooms.protocol import Presence

ANN: Final = Actor("ann", "Ann", Role.EDITOR)
BOB: Final = Actor("bob", "Bob", Role.VIEWER)


def said(state: str) -> dict[str, object]:
    read = json.loads(state)
    assert isinstance(read, dict)
    return read


def states(presences: Presences) -> dict[int, dict[str, object]]:
    return {one.client: said(one.state) for one in presences.everybody()}


def test_the_server_says_who_somebody_is_and_keeps_the_rest() -> None:
    presences = Presences()
    forged = {
        "user": {"id": "ann", "name": "Ann", "role": "owner", "color": "#f80", "colorLight": 7},
        "cursor": {"x": 1},
    }
    presences.take("tab", BOB, (Presence(7, 1, json.dumps(forged)),), at=0)
    assert states(presences) == {
        7: {"user": {"id": "bob", "name": "Bob", "color": "#f80"}, "cursor": {"x": 1}},
    }
    assert presences.take_news() == presences.everybody()


@pytest.mark.parametrize(
    "state",
    ["", "7", "[]", "{", '"x"', '{"a":' * 16 + "1" + "}" * 16, "[" * 5000, '{"a":"\\ud800"}'],
)
def test_what_is_no_state_is_dropped(state: str) -> None:
    presences = Presences()
    presences.take("tab", ANN, (Presence(7, 1, state),), at=0)
    assert presences.everybody() == presences.take_news() == ()


def test_the_last_state_counts_and_an_older_one_or_an_echo_does_not() -> None:
    presences = Presences()
    for clock, x in ((2, 2), (1, 1), (2, 0)):
        presences.take("tab", ANN, (Presence(7, clock, f'{{"x":{x}}}'),), at=0)
    assert states(presences)[7]["x"] == 2


def test_nobody_speaks_in_anothers_name() -> None:
    presences = Presences()
    presences.take("tab", ANN, (Presence(7, 1, "{}"),), at=0)
    presences.take("other", BOB, (Presence(7, 9, '{"name":"fool"}'), Presence(7, 9, GONE)), at=0)
    assert states(presences) == {7: {"user": {"id": "ann", "name": "Ann"}}}


def test_a_second_tab_that_repeats_what_it_heard_takes_nothing_over() -> None:
    presences = Presences()
    presences.take("tab", ANN, (Presence(7, 1, "{}"),), at=0)
    presences.take("second", ANN, (Presence(7, 1, "{}"), Presence(7, 1, GONE)), at=0)
    presences.leave("second")
    assert set(states(presences)) == {7}
    presences.leave("tab")
    assert presences.everybody() == ()


def test_a_new_connection_takes_over_and_the_old_one_leaves_nothing_behind() -> None:
    presences = Presences()
    presences.take("old", ANN, (Presence(7, 1, "{}"),), at=0)
    presences.take("new", ANN, (Presence(7, 2, "{}"),), at=0)
    presences.leave("old")
    assert set(states(presences)) == {7}
    presences.leave("new")
    assert presences.take_news() == (Presence(7, 2, GONE),)
    assert presences.everybody() == ()


def test_a_client_that_says_goodbye_is_gone() -> None:
    presences = Presences()
    presences.take("tab", ANN, (Presence(7, 1, "{}"), Presence(7, 2, GONE)), at=0)
    assert presences.everybody() == ()
    presences.take("tab", ANN, (Presence(8, 1, GONE),), at=0)
    assert [one.client for one in presences.take_news()] == [7]


def test_what_is_not_renewed_goes() -> None:
    presences = Presences()
    presences.take("tab", ANN, (Presence(7, 1, "{}"), Presence(8, 1, "{}")), at=0)
    presences.take("tab", ANN, (Presence(8, 2, "{}"),), at=20)
    assert presences.expires_at == LIFETIME
    presences.expire(LIFETIME)
    assert set(states(presences)) == {8}
    assert presences.expires_at == 20 + LIFETIME


def test_a_connection_speaks_for_a_few_clients_only() -> None:
    presences = Presences()
    many = tuple(Presence(client, 1, "{}") for client in range(2 * MOST_CLIENTS))
    presences.take("tab", ANN, many, at=0)
    assert len(presences.everybody()) == MOST_CLIENTS


def test_numbers_that_break_clients_are_not_passed_on() -> None:
    presences = Presences()
    presences.take("tab", ANN, (Presence(2**53, 1, "{}"), Presence(7, 2**53, "{}")), at=0)
    presences.take("tab", ANN, (Presence(8, 1, "{}"), Presence(8, 2**60, "{}")), at=0)
    assert [(one.client, one.clock) for one in presences.everybody()] == [(8, 1)]


def test_news_come_in_portions_the_oldest_first() -> None:
    presences = Presences()
    long = json.dumps({"note": "x" * (LARGEST_NEWS // 3)})
    for client in range(4):
        presences.take(client, ANN, (Presence(client, 1, long),), at=0)
    told = []
    while presences.has_news:
        told.append([one.client for one in presences.take_news()])
    assert told == [[0, 1], [2, 3]]


@dataclass
class Screen:
    """What a stock client shows of what it is told, by the rule of y-protocols."""

    clocks: dict[int, int] = field(default_factory=dict)
    shown: dict[int, str] = field(default_factory=dict)

    def hear(self, presences: tuple[Presence, ...]) -> None:
        for one in presences:
            known = self.clocks.get(one.client, 0)
            is_farewell = one.state == GONE and one.client in self.shown
            if one.clock > known or (one.clock == known and is_farewell):
                self.clocks[one.client] = one.clock
                self.shown[one.client] = one.state
                if one.state == GONE:
                    del self.shown[one.client]


CONNECTIONS: Final = {"a1": ANN, "a2": ANN, "b": BOB}
CONNECTION: Final = st.sampled_from(sorted(CONNECTIONS))
SAY: Final = st.tuples(
    CONNECTION,
    st.integers(0, 10),
    st.sampled_from(["{}", '{"user":{"id":"ann","name":"Ann"}}', GONE, "[]"]),
)


@dataclass
class Story:
    """Connections that come, speak and go, a clock, and somebody who looks on."""

    presences: Presences = field(default_factory=Presences)
    screen: Screen = field(default_factory=Screen)
    owners: dict[int, Actor] = field(default_factory=dict)
    at: float = 0.0
    clock: int = 0

    def say(self, connection: str, client: int, state: str) -> None:
        self.clock += 1
        actor, before = CONNECTIONS[connection], states(self.presences)
        one = Presence(client, self.clock, state)
        self.presences.take(connection, actor, (one,), at=self.at)
        after = states(self.presences)
        if client in before and self.owners[client] != actor:
            assert after[client] == before[client]
        elif client in after and client not in before:
            self.owners[client] = actor

    def follow(self, event: object) -> None:
        match event:
            case (str() as connection, int() as client, str() as state):
                self.say(connection, client, state)
            case str() as connection:
                self.presences.leave(connection)
            case float() as seconds:
                self.at += seconds
                self.presences.expire(self.at)
            case _:
                self.screen.hear(self.presences.take_news())


@given(st.lists(st.one_of(SAY, CONNECTION, st.floats(0, 40), st.none()), max_size=60))
def test_everybody_sees_who_is_here_as_who_they_are(events: list[object]) -> None:
    told = Story()
    for event in events:
        told.follow(event)
        for client, state in states(told.presences).items():
            owner = told.owners[client]
            assert state["user"] == {"id": owner.id, "name": owner.name}
    presences, screen = told.presences, told.screen
    screen.hear(presences.take_news())
    assert screen.shown == {one.client: one.state for one in presences.everybody()}
    for connection in CONNECTIONS:
        presences.leave(connection)
    screen.hear(presences.take_news())
    assert screen.shown == {}
    assert presences.expires_at is None


def test_nobody_takes_over_a_client_whose_person_has_gone() -> None:
    presences = Presences()
    presences.take("tab", ANN, (Presence(7, 1, "{}"),), at=0)
    presences.leave("tab")
    presences.take_news()
    presences.take("other", BOB, (Presence(7, 9, "{}"), Presence(8, 1, "{}")), at=1)
    assert set(states(presences)) == {8}
    presences.take("again", ANN, (Presence(7, 2, "{}"),), at=2)
    assert states(presences)[7]["user"] == {"id": "ann", "name": "Ann"}


def test_whose_a_client_was_is_remembered_of_the_last_ones_of_each_person() -> None:
    presences = Presences()
    for client in range(MOST_REMEMBERED + 1):
        presences.take(client, ANN, (Presence(client, 1, "{}"),), at=0)
        presences.leave(client)
        while presences.has_news:
            presences.take_news()
    presences.take("bob", BOB, (Presence(0, 2, "{}"), Presence(1, 2, "{}")), at=1)
    assert set(states(presences)) == {0}


def test_a_connection_whose_clients_left_may_speak_for_others() -> None:
    presences = Presences()
    for client in range(3 * MOST_CLIENTS):
        presences.take("tab", ANN, (Presence(client, 1, "{}"), Presence(client, 2, GONE)), at=0)
    presences.take("tab", ANN, (Presence(99, 1, "{}"),), at=0)
    assert set(states(presences)) == {99}
