"""Who somebody is: signed, so that nobody's words are put under another's name."""

from pathlib import Path

import pytest

from domain.access import Role
from server.http.identity import LOCAL_OWNER, Identities, accept_name, is_named, signing_key
from server.http.problems import Refusal
from server.ids import Uuid7Source


def identities(key: bytes = b"k" * 32) -> Identities:
    return Identities(key, Uuid7Source())


def sent_back(cookie: str) -> str:
    return cookie.partition(";")[0]


def test_without_a_cookie_it_is_the_local_owner() -> None:
    assert identities().actor_of(None, port="8000") == LOCAL_OWNER
    assert identities().actor_of("other=1", port="8000") == LOCAL_OWNER


def test_a_kept_name_comes_back() -> None:
    who = identities()
    actor = who.named(LOCAL_OWNER, "  Ana   Keller ")
    assert actor.name == "Ana Keller"
    assert actor.role is Role.OWNER
    assert who.actor_of(sent_back(who.cookie(actor, port="8000")), port="8000") == actor


def test_a_new_name_keeps_the_person() -> None:
    who = identities()
    actor = who.named(LOCAL_OWNER, "Ana")
    assert who.named(actor, "Anna").id == actor.id


def test_a_guest_is_told_from_others_and_stays_the_same_when_named() -> None:
    who = identities()
    guests = [who.introduced(LOCAL_OWNER) for _ in range(40)]
    assert len({guest.id for guest in guests}) == 40
    assert len({guest.name for guest in guests}) > 10
    assert not any(map(is_named, guests))
    guest = guests[0]
    assert who.introduced(guest) == guest
    named = who.named(guest, "Ana")
    assert named.id == guest.id
    assert is_named(named)
    assert who.introduced(named) == named


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites() -> None:
    cookie = identities().cookie(identities().named(LOCAL_OWNER, "Ana"), port="8000")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_two_servers_on_one_machine_keep_their_people_apart() -> None:
    who = identities()
    cookie = sent_back(who.cookie(who.named(LOCAL_OWNER, "Ana"), port="8000"))
    assert who.actor_of(cookie, port="9000") == LOCAL_OWNER


@pytest.mark.parametrize("forge", ["{0}0", "{1}=A{2}", "{1}=..", '{1}="\\777', "{1}"])
def test_a_forged_cookie_is_nobody(forge: str) -> None:
    who = identities()
    cookie = sent_back(who.cookie(who.named(LOCAL_OWNER, "Ana"), port="8000"))
    name, _, value = cookie.partition("=")
    assert who.actor_of(forge.format(cookie, name, value), port="8000") == LOCAL_OWNER


def test_a_cookie_of_another_key_is_nobody() -> None:
    cookie = identities().cookie(identities().named(LOCAL_OWNER, "Ana"), port="1")
    assert identities(b"x" * 32).actor_of(sent_back(cookie), port="1") == LOCAL_OWNER


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b", "a\u202eb", "\ud800"])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(Refusal):
        accept_name(name)


def test_the_key_is_kept_in_the_data_folder_for_its_owner_only(tmp_path: Path) -> None:
    key = signing_key(tmp_path / "new", None)
    assert signing_key(tmp_path / "new", None) == key
    assert (tmp_path / "new" / "cookie.key").stat().st_mode & 0o077 == 0
    assert signing_key(tmp_path, "secret") == signing_key(tmp_path / "else", "secret") != key
