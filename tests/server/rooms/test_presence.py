"""Who is here: the last word of each client, in nobody else's name."""

from server.rooms.presence import GONE, Presences
from server.rooms.protocol import Presence


def test_the_last_state_counts_and_an_older_one_does_not() -> None:
    presences = Presences()
    new, old = Presence(7, 2, '{"x":2}'), Presence(7, 1, '{"x":1}')
    assert presences.take("tab", "ann", (new,)) == (new,)
    assert presences.take("tab", "ann", (old,)) == ()
    assert presences.everybody() == (new,)


def test_nobody_speaks_in_anothers_name() -> None:
    presences = Presences()
    mine, forged = Presence(7, 1, '{"name":"ann"}'), Presence(7, 9, '{"name":"fool"}')
    presences.take("tab", "ann", (mine,))
    assert presences.take("other", "bob", (forged,)) == ()
    assert presences.everybody() == (mine,)


def test_a_new_connection_takes_over_and_the_old_one_leaves_nothing_behind() -> None:
    presences = Presences()
    first, second = Presence(7, 1, "{}"), Presence(7, 2, "{}")
    presences.take("old", "ann", (first,))
    assert presences.take("new", "ann", (second,)) == (second,)
    assert presences.leave("old") == ()
    assert presences.leave("new") == (Presence(7, 3, GONE),)
    assert presences.everybody() == ()


def test_a_client_that_says_goodbye_is_gone() -> None:
    presences = Presences()
    presences.take("tab", "ann", (Presence(7, 1, "{}"),))
    assert presences.take("tab", "ann", (Presence(7, 2, GONE),)) == (Presence(7, 2, GONE),)
    assert presences.leave("tab") == ()
