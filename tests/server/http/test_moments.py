"""Any two times can be asked for, each in the words people have for it."""

import asyncio
from pathlib import Path

import pytest

from tests.server.http.house import IDS, house, says


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
            assert (await it.get(f"/api/models/{model}/findings", known_at="2"))["counts"][
                "error"
            ] == 0

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
