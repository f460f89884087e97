"""Any two times can be asked for, each in the words people have for it."""

import asyncio
from pathlib import Path

import pytest

from server.http import moments
from server.log.streams import find_model
from tests.server.http.house import IDS, house, says
from tests.server.rooms.housing import Client, held_up, quiet


def test_a_diff_names_what_happened_between_two_moments(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            element = IDS.next_id()
            await it.edit(model, *says(element, kind="entity", name="Order"))
            await it.edit(model, *says(element, name="Sale"))
            path = f"/api/models/{model}/diff"
            between = await it.get(path, **{"from": "2", "to": "head"})
            assert between["sentences"] == ["Renamed entity Order to Sale"]
            assert between["items"][0]["differences"][0]["registers"] == [
                {"attribute": "name", "before": "Order", "after": "Sale"},
            ]
            assert (await it.get(path, **{"from": "1"}))["sentences"] == ["Added entity Sale"]
            same = await it.get(path, **{"from": "3@2", "to": "2"})
            assert same["items"] == []

    asyncio.run(story())


def test_findings_are_told_with_path_and_remedy(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            for _ in range(2):
                await it.edit(model, *says(IDS.next_id(), kind="entity", name="Order"))
            found = await it.get(f"/api/models/{model}/findings")
            assert found["counts"]["error"] == 1
            assert {each["path"] for each in found["items"]} >= {"Order"}
            assert all(each["remedy"] for each in found["items"])
            [twice] = [each for each in found["items"] if each["level"] == "error"]
            of_one = await it.get(f"/api/models/{model}/findings", element=twice["element"])
            assert twice in of_one["items"]
            assert {each["element"] for each in of_one["items"]} == {twice["element"]}
            assert of_one["counts"] == found["counts"]
            await it.get(f"/api/models/{model}/findings", 422, element="Order")
            assert (await it.get(f"/api/models/{model}/findings", known_at="2"))["counts"][
                "error"
            ] == 0

    asyncio.run(story())


def test_a_finding_brings_what_puts_it_right(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            order, field = IDS.next_id(), IDS.next_id()
            typed = {"to": {"name": "Mony"}}
            await it.edit(model, *says(IDS.next_id(), kind="value", name="Money"))
            of_field = says(field, kind="field", name="note", parent=order, type=typed)
            await it.edit(model, *says(order, kind="entity", name="Order"), *of_field)
            found = await it.get(f"/api/models/{model}/findings", element=field)
            fix = next(fix for each in found["items"] for fix in each["fixes"])
            assert "Money" in fix["title"]
            await it.edit(model, *fix["operations"])
            left = await it.get(f"/api/models/{model}/findings", element=field)
            assert all("Mony" not in each["message"] for each in left["items"])

    asyncio.run(story())


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"valid_at": "infinity"}, 400),
        ({"valid_at": "-infinity"}, 400),
        ({"valid_at": ""}, 400),
        ({"known_at": "99"}, 400),
        ({"known_at": "v1.2"}, 404),
        ({"valid_at": "10000-01-01"}, 400),
        ({"valid_at": "2026-13-01"}, 400),
        ({"branch": "draft"}, 404),
        ({"branch": "main"}, 200),
        ({"valid_at": "0001-01-01"}, 200),
        ({"valid_at": "9999-12-31T23:59:59.999999Z"}, 200),
        ({"known_at": "0"}, 200),
        ({"valid_at": "now", "known_at": "head"}, 200),
    ],
)
def test_a_moment_is_read_or_refused(
    database: str,
    tmp_path: Path,
    query: dict[str, str],
    status: int,
) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            await it.get(f"/api/models/{await it.model()}/graph", status, **query)

    asyncio.run(story())


@pytest.mark.parametrize("read", ["graph", "diff", "graph at a tx", "findings"])
def test_who_reads_sees_what_is_being_typed(database: str, tmp_path: Path, read: str) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            order = IDS.next_id()
            await it.edit(model, *says(order, kind="entity", name="Order"))
            row = await find_model(it.services.pool, model)
            assert row is not None
            room = await it.services.rooms.open(row.stream_id)
            ann = Client(room).connect()
            await quiet(room)
            ann.text(order).insert(0, "Typed.")
            await quiet(room)
            if read == "graph at a tx":
                graph = await it.get(f"/api/models/{model}/graph", known_at="2", valid_at="2")
                assert "doc" not in graph["elements"][1]
                assert room.ledger.typing.runs
                return
            if read == "findings":
                await it.get(f"/api/models/{model}/findings")
                assert room.ledger.typing.runs
                return
            if read == "diff":
                told = await it.get(f"/api/models/{model}/diff", **{"from": "2", "to": "head"})
                (difference,) = told["items"][0]["differences"]
                assert difference["registers"][0]["attribute"] == "doc"
            graph = await it.get(f"/api/models/{model}/graph")
            assert graph["elements"][1]["doc"] == "Typed."
            assert not room.ledger.typing.runs

    asyncio.run(story())


def test_who_reads_does_not_wait_for_ever_for_a_log_that_takes_nothing(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            order = IDS.next_id()
            await it.edit(model, *says(order, kind="entity", name="Order"))
            row = await find_model(it.services.pool, model)
            assert row is not None
            room = await it.services.rooms.open(row.stream_id)
            ann = Client(room).connect()
            await quiet(room)
            ann.text(order).insert(0, "Typed.")
            await quiet(room)
            monkeypatch.setattr(moments, "_PATIENCE", 0.1)
            async with held_up(database, it.services.committer):
                told = await it.get(f"/api/models/{model}/graph", 503)
                assert told["type"].endswith(":behind")
            monkeypatch.undo()
            graph = await it.get(f"/api/models/{model}/graph")
            assert graph["elements"][1]["doc"] == "Typed."

    asyncio.run(story())
