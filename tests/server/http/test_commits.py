"""Headless edits in every mode, idempotent, checked, and told in sentences."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import httpx
import pytest

from server.http.app import create_app
from server.readmodels.errors import ProjectionBehind
from tests.server.http.house import IDS, House, house, says

if TYPE_CHECKING:
    from server.readmodels.projector import Projector

NEXT_YEAR = "2999-01-01T00:00:00.000000Z"


async def order(it: House, model: str) -> str:
    element = IDS.next_id()
    await it.edit(model, *says(element, kind="entity", name="Order"))
    return element


async def name_at(it: House, model: str, element: str, **moment: str) -> str | None:
    graph = await it.get(f"/api/models/{model}/graph", **moment)
    names = {each["id"]: each["name"] for each in graph["elements"]}
    return names.get(element)


def test_an_edit_is_a_commit_with_a_sentence(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            element = IDS.next_id()
            commit = await it.edit(
                model,
                *says(element, kind="entity", name="Order"),
                why="we sell things",
            )
            assert commit["tx"] == 2
            assert commit["summary"] == "Added entity Order"
            assert commit["why"] == "we sell things"
            assert commit["author"] == "Local owner"
            assert {each["attribute"] for each in commit["operations"]} >= {"kind", "name", "order"}
            assert commit["operations"][0]["valid"] == [commit["recorded_at"], None]
            assert await it.get(f"/api/models/{model}/commits/2") == commit
            assert (await it.get(f"/api/models/{model}/commits"))["items"][0] == commit

    asyncio.run(story())


def test_history_comes_without_operations_too(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            path = f"/api/models/{model}/commits"
            cards = [IDS.next_id() for _ in range(250)]
            made = [each for card in cards for each in says(card, kind="entity", name="E")]
            await it.edit(model, *made, why="many")
            places = [says(card, position={"x": 8, "y": 8})[0] for card in cards]
            await it.edit(model, *places)
            await it.edit(model, *says(cards[0], name="F"))
            for _ in range(2):  # read, then remembered
                page = await it.get(path, operations="false")
                assert [line["summary"] for line in page["items"]] == [
                    "Renamed entity E to F",
                    "Added 250 entities",
                    "Created model Webshop",
                ]
                many = page["items"][1]
                assert "operations" not in many
                assert (many["why"], many["author"]) == ("many", "Local owner")
                assert many["elements"] == cards[:200]
                assert (many["touched"], many["changes"]) == (250, 750)
            page = await it.get(path, operations="false", layout="true", limit="2")
            assert [line["summary"] for line in page["items"]][1] == "Moved 250 cards"
            rest = await it.get(path, operations="false", layout="true", next=page["next"])
            assert [line["tx"] for line in rest["items"]] == [2, 1]
            page = await it.get(path, operations="false", element=cards[0])
            assert [line["elements"] for line in page["items"]] == [cards[:1], cards[:1]]
            page = await it.get(path, operations="false", kind="model")
            assert [line["tx"] for line in page["items"]] == [1]
            whole = await it.get(path, limit="1")
            assert whole["items"][0]["elements"] == cards[:1]

    asyncio.run(story())


def test_the_same_commit_id_is_answered_again_and_not_done_again(
    database: str,
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            operations = says(IDS.next_id(), kind="entity", name="Order")
            identity = IDS.next_id()
            first = await it.edit(model, *operations, commit_id=identity)
            again = await it.edit(model, *operations, commit_id=identity, status=200)
            assert again == first
            other = says(IDS.next_id(), kind="entity", name="Other")
            problem = await it.edit(model, *other, commit_id=identity, status=409)
            assert problem["type"] == "urn:schemaos:problem:commit-reused"

    asyncio.run(story())


def test_an_edit_that_changes_nothing_records_nothing(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            element = await order(it, model)
            answer = await it.edit(model, *says(element, name="Order"), status=200)
            assert answer["position"] is None
            assert answer["tx"] == 2

    asyncio.run(story())


def test_expected_tx_refuses_what_others_changed_meanwhile(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            element = await order(it, model)
            await it.edit(model, *says(element, name="Purchase"))
            problem = await it.edit(
                model,
                *says(element, name="Sale"),
                expected_tx=2,
                status=412,
            )
            assert problem["conflicts"] == [{"element": element, "attribute": "name", "tx": 3}]
            await it.edit(model, *says(element, doc="words"), expected_tx=2)

    asyncio.run(story())


def test_a_plan_is_shown_recorded_and_cancelled(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            element = await order(it, model)
            plan: dict[str, Any] = {"mode": "schedule", "from": NEXT_YEAR}
            shown = await it.edit(
                model,
                *says(element, name="Sale"),
                preview=True,
                status=200,
                **plan,
            )
            assert shown["preview"] is True
            assert shown["operations"][0]["valid"] == [NEXT_YEAR, None]
            assert (await it.get(f"/api/models/{model}"))["tx"] == 2
            planned = await it.edit(model, *says(element, name="Sale"), **plan)
            assert planned["summary"].startswith("Planned for 1 Jan 2999")
            assert await name_at(it, model, element) == "Order"
            assert await name_at(it, model, element, valid_at=NEXT_YEAR) == "Sale"
            cancelled = await it.edit(model, mode="rescind", commit=planned["tx"])
            assert cancelled["summary"].startswith(f"Cancelled commit {planned['tx']}")
            assert await name_at(it, model, element, valid_at=NEXT_YEAR) == "Order"
            known = str(planned["tx"])
            assert await name_at(it, model, element, valid_at=NEXT_YEAR, known_at=known) == "Sale"

    asyncio.run(story())


def test_a_correction_changes_the_past_and_not_what_was_known(
    database: str,
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            element = await order(it, model)
            start = (await it.get(f"/api/models/{model}/commits/2"))["recorded_at"]
            await it.edit(model, *says(element, name="Purchase"), mode="correct", **{"from": start})
            assert await name_at(it, model, element, valid_at="2") == "Purchase"
            assert await name_at(it, model, element, valid_at="2", known_at="2") == "Order"

    asyncio.run(story())


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"operations": []}, 422, "intent-refused"),
        ({"operations": [], "mode": "rescind"}, 422, "intent-refused"),
        ({"operations": [], "mode": "rescind", "commit": 99}, 422, "intent-refused"),
        (
            {"operations": [], "mode": "rescind", "commit": 1, "until": "open"},
            422,
            "intent-refused",
        ),
        ({"mode": "fly"}, 400, "body-unreadable"),
        ({"valid": 1}, 400, "body-unreadable"),
        ({"commit_id": "x"}, 422, "value-refused"),
        ({"why": "a\u0000"}, 422, "value-refused"),
        ({"why": "x" * 3000}, 422, "value-refused"),
        ({"from": "infinity"}, 422, "value-refused"),
        ({"until": "yesterday"}, 422, "value-refused"),
        ({"mode": "schedule"}, 422, "intent-refused"),
        ({"mode": "schedule", "from": "2001-01-01"}, 422, "intent-refused"),
        ({"mode": "correct", "from": NEXT_YEAR}, 422, "intent-refused"),
        ({"from": "2001-01-01"}, 422, "intent-refused"),
    ],
)
def test_an_edit_that_contradicts_itself_is_refused(
    database: str,
    tmp_path: Path,
    body: dict[str, object],
    status: int,
    code: str,
) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            element = IDS.next_id()
            whole = {"operations": says(element, kind="entity", name="Order"), **body}
            problem = await it.send("POST", f"/api/models/{model}/commits", whole, status)
            assert problem["type"] == f"urn:schemaos:problem:{code}"
            assert problem["detail"]
            assert (await it.get(f"/api/models/{model}"))["tx"] == 1

    asyncio.run(story())


@pytest.mark.parametrize(
    ("registers", "attribute"),
    [
        ({"kind": "unicorn"}, "kind"),
        ({"kind": "entity", "colour": "red"}, "colour"),
        ({"kind": "entity", "name": 7}, "name"),
        ({"kind": "entity", "name": "x" * 201}, "name"),
        ({"kind": "entity", "name": "a", "position": {"x": 1.5, "y": 0}}, "position"),
        ({"kind": "field", "name": "a"}, "parent"),
        ({"name": "no kind"}, None),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_element_and_attribute(
    database: str,
    tmp_path: Path,
    registers: dict[str, object],
    attribute: str | None,
) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            element = IDS.next_id()
            problem = await it.edit(model, *says(element, **registers), status=422)
            assert problem["element"] == element
            assert problem.get("attribute") == attribute

    asyncio.run(story())


def test_history_is_filtered_and_paged(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            first = await order(it, model)
            second = await order(it, model)
            path = f"/api/models/{model}/commits"
            assert [each["tx"] for each in (await it.get(path))["items"]] == [3, 2, 1]
            touched = await it.get(path, element=second)
            assert [each["tx"] for each in touched["items"]] == [3]
            page = await it.get(path, limit="2")
            assert [each["tx"] for each in page["items"]] == [3, 2]
            rest = await it.get(path, limit="2", next=page["next"])
            assert [each["tx"] for each in rest["items"]] == [1]
            assert rest["next"] is None
            assert (await it.get(path, actor="nobody"))["items"] == []
            assert (await it.get(path, since=NEXT_YEAR))["items"] == []
            assert len((await it.get(path, element=first, kind="entity"))["items"]) == 1

    asyncio.run(story())


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"limit": "0"}, 400),
        ({"limit": "\u0661"}, 400),
        ({"limit": "9" * 30}, 400),
        ({"next": "garbage"}, 400),
        ({"element": "x"}, 422),
        ({"since": "soon"}, 422),
        ({"branch": "other"}, 404),
        ({"page": "2"}, 400),
    ],
)
def test_a_question_that_is_not_understood_is_refused(
    database: str,
    tmp_path: Path,
    query: dict[str, str],
    status: int,
) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            problem = await it.get(f"/api/models/{model}/commits", status, **query)
            assert problem["status"] == status

    asyncio.run(story())


@pytest.mark.parametrize("tx", ["0", "99", "x", "-1", "9" * 17, "9" * 40])
def test_a_commit_that_is_not_there(database: str, tmp_path: Path, tx: str) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            await it.get(f"/api/models/{model}/commits/{tx}", 404)

    asyncio.run(story())


def test_a_moved_card_is_left_out_of_history_unless_asked_for(
    database: str,
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            element = await order(it, model)
            moved = await it.edit(model, *says(element, position={"x": 8, "y": 16}))
            path = f"/api/models/{model}/commits"
            assert [each["tx"] for each in (await it.get(path))["items"]] == [2, 1]
            whole = await it.get(path, layout="true")
            assert [each["tx"] for each in whole["items"]] == [3, 2, 1]
            assert whole["items"][0] == moved
            await it.get(path, 400, layout="yes")

    asyncio.run(story())


class Behind:
    """A projector that reaches nothing, as on a full disk."""

    async def wait_for(self, position: int) -> None:
        raise ProjectionBehind("the read models", f"did not reach {position}", "ask again")


def test_a_commit_that_reads_do_not_show_yet_is_told_as_recorded(
    database: str,
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model()
            behind = replace(it.services, projector=cast("Projector", Behind()))
            transport = httpx.ASGITransport(create_app(behind))
            async with httpx.AsyncClient(transport=transport, base_url=it.client.base_url) as late:
                operations = says(IDS.next_id(), kind="entity", name="Order")
                told = await House(behind, late).edit(model, *operations, status=503)
            assert told["tx"] == 2
            assert told["detail"].startswith("commit 2 is recorded and will not be lost, but ")
            await it.services.projector.wait_for(2)
            items = (await it.get(f"/api/models/{model}/commits"))["items"]
            assert [commit["tx"] for commit in items] == [2, 1]

    asyncio.run(story())
