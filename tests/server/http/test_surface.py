"""The surface as a whole: described, guarded, strict, and safe to look at."""

import asyncio
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from domain.access import Actor, Role
from server.http.demo import make_demo
from server.http.openapi import describe
from server.http.problems import CODES
from server.http.routes import ENDPOINTS, SYNC_PATH
from server.log.streams import find_model
from tests.server.http.house import IDS, house, says
from tests.server.rooms.housing import Client

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}",
    "\u202egnp.exe",
    "'; DROP TABLE model; --",
]


def test_the_description_is_valid_openapi_3_1() -> None:
    described = describe(ENDPOINTS)
    assert described["openapi"] == "3.1.0"
    validate(described)


def test_the_description_has_every_route_and_no_other() -> None:
    described = describe(ENDPOINTS)["paths"]
    assert isinstance(described, dict)
    declared = {(endpoint.path, endpoint.method.lower()) for endpoint in ENDPOINTS}
    assert {(path, method) for path, item in described.items() for method in item} == declared | {
        (SYNC_PATH, "get"),
    }
    names = [endpoint.name for endpoint in ENDPOINTS]
    assert len(names) == len(set(names))


def test_every_code_has_a_status_and_a_title() -> None:
    for code, (status, title) in CODES.items():
        assert code.replace("-", "").isalpha()
        assert 400 <= status < 600
        assert title


def test_health_metrics_and_description_answer(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            assert (await it.get("/healthz"))["status"] == "ok"
            assert (await it.get("/readyz"))["status"] == "ready"
            assert (await it.get("/api/openapi.json"))["openapi"] == "3.1.0"
            await it.model()
            metrics = (await it.client.get("/metrics")).text
            assert "schemaos_log_commits 1.0" in metrics
            assert "schemaos_rooms 1.0" in metrics
            assert 'route="/api/models",status="201"} 1.0' in metrics

    asyncio.run(story())


@pytest.mark.parametrize(
    ("request_line", "status", "code"),
    [
        ("GET /api/nothing", 404, "route-unknown"),
        ("DELETE /api/models", 405, "method-unknown"),
        ("GET /api/models?page=1", 400, "parameter-unknown"),
        ("GET /api/models?next=a&next=b", 400, "parameter-unreadable"),
        ("GET /api/models?archived=maybe", 400, "parameter-unreadable"),
        ("GET /api/tasks/none", 404, "task-unknown"),
        ("GET /assets/../app.py", 404, "route-unknown"),
        ("GET /assets/none.css", 404, "route-unknown"),
        ("GET /pages/none.css", 404, "route-unknown"),
    ],
)
def test_every_refusal_is_problem_json(
    database: str,
    tmp_path: Path,
    request_line: str,
    status: int,
    code: str,
) -> None:
    method, path = request_line.split()

    async def story() -> None:
        async with house(database, tmp_path) as it:
            answer = await it.client.request(method, path)
            assert answer.status_code == status
            assert answer.headers["content-type"] == "application/problem+json"
            problem = answer.json()
            assert problem["type"] == f"urn:schemaos:problem:{code}"
            assert problem["status"] == status
            assert problem["title"] == CODES[code][1]
            assert problem["detail"]

    asyncio.run(story())


def test_a_foreign_page_and_a_foreign_name_stay_outside(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            for headers in ({"origin": "http://evil.example"}, {"host": "evil.example"}):
                for method, path in (("POST", "/api/models"), ("GET", "/api/models"), ("GET", "/")):
                    body = {"name": "x"} if method == "POST" else None
                    answer = await it.client.request(method, path, json=body, headers=headers)
                    assert answer.status_code == 403
            assert (await it.get("/api/models"))["items"] == []
            own = {"origin": "http://127.0.0.1:8000"}
            answer = await it.client.post("/api/models", json={"name": "x"}, headers=own)
            assert answer.status_code == 201

    asyncio.run(story())


def test_a_body_over_its_limit_is_refused(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path, body_limit=1000) as it:
            model = await it.model()
            element = IDS.next_id()
            problem = await it.edit(model, *says(element, doc="x" * 2000), status=413)
            assert problem["limit"] == 1000

    asyncio.run(story())


def test_a_display_name_is_kept_and_goes_on_commits(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            assert (await it.get("/api/me"))["name"] == "Local owner"
            named = await it.send("PUT", "/api/me", {"name": "Ana Keller"}, 200)
            assert named["role"] == "owner"
            assert "edit" in named["may"]
            assert await it.get("/api/me") == named
            model = await it.model()
            assert (await it.get(f"/api/models/{model}/commits/1"))["author"] == "Ana Keller"
            await it.send("PUT", "/api/me", {"name": "Anna Keller"}, 200)
            assert (await it.get(f"/api/models/{model}/commits/1"))["author"] == "Anna Keller"

    asyncio.run(story())


def test_a_guest_who_says_their_name_is_the_same_in_open_rooms(
    database: str,
    tmp_path: Path,
) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            guest = await it.send("POST", "/api/me", None, 200)
            assert guest["name"].startswith("Guest ")
            assert guest["named"] is False
            assert await it.get("/api/me") == guest
            model = await it.model()
            path = f"/api/models/{model}"
            assert (await it.get(f"{path}/commits/1"))["author"] == guest["name"]
            row = await find_model(it.services.pool, model)
            assert row is not None
            client = Client(await it.services.rooms.open(row.stream_id))
            client.actor = Actor(guest["id"], guest["name"], Role.OWNER)
            client.connect()
            named = await it.send("PUT", "/api/me", {"name": "Ana Keller"}, 200)
            assert (named["id"], named["named"]) == (guest["id"], True)
            assert (await it.get(path))["people"] == [{"id": guest["id"], "name": "Ana Keller"}]
            assert (await it.get(f"{path}/commits/1"))["author"] == "Ana Keller"
            assert await it.send("POST", "/api/me", None, 200) == named

    asyncio.run(story())


def test_the_graph_has_its_tx_as_etag(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            path = f"/api/models/{await it.model()}/graph"
            tag = (await it.client.get(path)).headers["etag"]
            assert tag == '"1"'
            answer = await it.client.get(path, headers={"if-none-match": tag})
            assert answer.status_code == 304
            assert answer.content == b""

    asyncio.run(story())


def test_hostile_names_are_shown_and_do_nothing(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            model = await it.model(HOSTILE[0])
            for name in HOSTILE:
                entity = IDS.next_id()
                await it.edit(model, *says(entity, kind="entity", name=name, doc=name), why=name)
                field = says(IDS.next_id(), kind="field", name=name, parent=entity)
                await it.edit(model, *field, *says(IDS.next_id(), kind="context", name=name))
            for path in (f"/m/{model}/table", f"/m/{model}/table?valid_at=3&known_at=4"):
                page = await it.client.get(path)
                assert page.status_code == 200
                assert "<script" not in page.text
                assert "<img" not in page.text
                assert "{{ 7 * 7 }}" in page.text
                policy = page.headers["content-security-policy"]
                assert "default-src 'none'" in policy
                assert "unsafe" not in policy

    asyncio.run(story())


def test_pages_say_what_is_wrong(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            for path, status in (("/m/nope/table", 404), ("/nowhere", 404)):
                page = await it.client.get(path, headers={"accept": "text/html"})
                assert page.status_code == status
                assert page.headers["content-type"].startswith("text/html")
                assert "Back to the models" in page.text
            model = await it.model()
            page = await it.client.get(f"/m/{model}/table?valid_at=soon")
            assert page.status_code == 400

    asyncio.run(story())


def test_head_gives_the_headers_only(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            answer = await it.client.head("/healthz")
            assert answer.status_code == 200

    asyncio.run(story())


def test_style_sheets_are_known_by_their_hash(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            answer = await it.client.get("/pages/tokens.css")
            assert answer.headers["content-type"] == "text/css; charset=utf-8"
            assert "prefers-color-scheme: dark" in answer.text
            tag = answer.headers["etag"]
            again = await it.client.get("/pages/tokens.css", headers={"if-none-match": tag})
            assert again.status_code == 304

    asyncio.run(story())


def test_a_log_out_of_reach_is_said(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            await it.services.pool.close()
            problem = await it.get("/readyz", 503)
            assert problem["type"] == "urn:schemaos:problem:log-unavailable"
            assert (await it.get("/healthz"))["status"] == "ok"
            page = await it.client.get("/m/shop/table")
            assert page.status_code == 503
            assert page.headers["retry-after"] == "1"

    asyncio.run(story())


def test_the_demo_is_made_once_and_says_what_is_left_to_do(database: str, tmp_path: Path) -> None:
    async def story() -> None:
        async with house(database, tmp_path) as it:
            await make_demo(it.services)
            await make_demo(it.services)
            assert [each["tx"] for each in (await it.get("/api/models"))["items"]] == [5]
            found = await it.get("/api/models/webshop/findings")
            assert (found["counts"]["error"], found["counts"]["warning"]) == (0, 2)
            assert [each["path"] for each in found["items"]][:2] == [
                "Ordering.Order.ConfirmPayment",
                "Ordering.Order.CancelOrder",
            ]
            graph = await it.get("/api/models/webshop/graph")
            boxes = [each["position"] for each in graph["elements"] if "position" in each]
            assert all(number % 8 == 0 for box in boxes for number in box.values())
            page = (await it.client.get("/m/webshop/table")).text
            assert "Catalog → Ordering" in page
            history = await it.get("/api/models/webshop/commits", operations="false")
            newest = history["items"][0]["summary"]
            assert newest == "Renamed field qty of OrderLine to quantity"

    asyncio.run(story())
