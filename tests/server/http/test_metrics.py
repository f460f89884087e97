"""What is counted, as Prometheus reads it."""

import asyncio
import re
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from server.http.metrics import Metrics
from server.http.room_metrics import MOST, RoomFigures, busiest
from tests.server.http.house import house, says
from tests.server.rooms.housing import house_on, new_id

DOCS = Path(__file__).parents[3] / "docs" / "metrics.md"


def samples(text: str) -> dict[tuple[str, str | None, str | None], float]:
    return {
        (sample.name, sample.labels.get("model"), sample.labels.get("le")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_the_figures_of_a_room_stand_under_its_slug(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            slug = await it.model()
            await it.edit(slug, *says(new_id(), kind="entity", name="Order"))
            told = samples((await it.client.get("/metrics")).text)
            assert told["schemaos_room_edits_total", slug, None] == 2
            assert told["schemaos_room_commits_total", slug, None] == 2
            assert told["schemaos_edits", None, None] == 2
            assert told["schemaos_room_queue_items", slug, None] == 0
            assert told["schemaos_room_lag_seconds", slug, None] == 0
            ends = [
                value for (name, _, end), value in told.items() if name.endswith("_bucket") and end
            ]
            assert ends
            assert told["schemaos_room_flush_seconds_count", slug, None] >= 0

    asyncio.run(story())


def test_every_metric_of_rooms_is_in_the_documentation() -> None:
    page = DOCS.read_text(encoding="utf-8")
    named = set(re.findall(r"schemaos_room_\w+", page))
    told = {family.name for family in RoomFigures([]).collect()}
    assert {name.removesuffix("_total") for name in named} == told


def test_every_other_metric_is_in_the_documentation() -> None:
    page = DOCS.read_text(encoding="utf-8")
    named = set(re.findall(r"schemaos_\w+", page))
    families = {family.name for family in Metrics().registry.collect()}
    whole = {name for name in named if not name.endswith("_")}
    groups = tuple(name for name in named if name.endswith("_"))  # `schemaos_log_*`
    untold = {name for name in families if not {name, f"{name}_total"} & whole}
    assert {name for name in untold if not name.startswith(groups)} == set()
    rooms = {family.name for family in RoomFigures([]).collect()}
    assert {name.removesuffix("_total") for name in whole} <= families | rooms


def test_only_the_busiest_rooms_are_shown(database: str) -> None:
    async def story() -> None:
        async with house_on(database) as it:
            one, two, three = [await it.room() for _ in range(3)]
            two.counts.updates, three.counts.updates = 9, 5
            assert busiest(it.rooms) == [two, three, one]
            assert len(busiest([one] * (MOST + 1))) == MOST

    asyncio.run(story())
