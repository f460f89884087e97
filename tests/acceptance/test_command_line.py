"""A new user's first hour, on the command line, with the server killed in the middle."""

import asyncio
import signal
from pathlib import Path

from tests.acceptance.serving import serving
from tests.acceptance.terminal import done, schemaos

SHOP = """
CREATE TABLE customer (id uuid PRIMARY KEY, email text NOT NULL UNIQUE, qty integer);
CREATE TABLE "order" (id uuid PRIMARY KEY, customer_id uuid NOT NULL REFERENCES customer);
CREATE TRIGGER t BEFORE INSERT ON customer EXECUTE FUNCTION f();
"""


def test_import_rename_plan_cancel_look_back_and_kill(tmp_path: Path) -> None:
    file = tmp_path / "shop.sql"
    file.write_text(SHOP)

    async def story() -> None:
        async with serving(tmp_path / "data") as server:
            said = await done(server, "import", str(file), "--as", "shop")
            assert "2 tables" in said
            assert "line 4" in said
            assert "trigger" in said
            said = await done(server, "edit", "shop", "customer.qty", "name=quantity", "--why", "x")
            assert said == "Renamed field qty of customer to quantity (commit 2)\n"
            plan = ("--from", "2999-01-01")
            said = await done(server, "edit", "shop", "customer", "name=client", *plan)
            assert said.startswith("Planned for 1 Jan 2999")
            assert "from 2999-01-01T00:00:00.000000Z" in said
            then = ("export", "shop", "--valid-at", "2999-06-01", "--json")
            assert '"client"' in await done(server, *then)
            assert "Cancelled commit 3" in await done(server, "rescind", "shop", "3")
            assert '"client"' not in await done(server, *then)
            assert '"client"' in await done(server, *then, "--known-at", "3")
            await server.kill(signal.SIGKILL)
            await server.start(server.port)
            history = (await done(server, "log", "shop")).splitlines()
            assert [line.split()[0] for line in history] == ["4", "3", "2", "1"]
            assert '"qty"' in await done(server, "export", "shop", "--at", "1")
            said = await done(server, "diff", "shop", "1", "head")
            assert said == "Renamed field customer.qty to quantity\n"

    asyncio.run(story())


def test_every_command_says_what_it_did(tmp_path: Path) -> None:
    async def story() -> None:
        async with serving(tmp_path / "data") as server:
            assert await done(server, "models") == (
                "No models yet; make one with `schemaos create NAME`\n"
            )
            said = await done(server, "create", "Web shop")
            assert said == f"Created Web shop as web-shop: {server.address}/m/web-shop\n"
            assert "Added entity Order" in await done(server, "add", "web-shop", "entity", "Order")
            field = ("add", "web-shop", "field", "total", "type=decimal", "--in", "Order")
            assert "Added field total to Order" in await done(server, *field)
            said = await done(server, "edit", "web-shop", "Order.total", "doc=The sum", "--preview")
            assert said.startswith("Would record: ")
            said = await done(server, "edit", "web-shop", "total", "name=total")
            assert said == "Nothing changed: the model already says so (commit 3)\n"
            assert "Removed field" in await done(server, "remove", "web-shop", "Order.total")
            checked = await schemaos(server, "check", "web-shop", "--json")
            assert checked.json()["counts"].keys() == {"error", "warning", "info"}
            out = tmp_path / "shop.json"
            said = await done(server, "export", "web-shop", "--output", str(out))
            assert str(out) in said
            assert out.read_text().startswith("{")
            assert "Archived Web shop" in await done(server, "archive", "web-shop")
            assert "archived" in await done(server, "models", "--archived")

    asyncio.run(story())


def test_a_command_that_did_not_do_it_ends_with_another_code_and_a_reason(tmp_path: Path) -> None:
    empty = tmp_path / "empty.sql"
    empty.write_text("SELECT 1;")
    binary = tmp_path / "binary.sql"
    binary.write_bytes(b"\xff\xfe\x00")

    async def story() -> None:
        async with serving(tmp_path / "data") as server:
            await done(server, "create", "Shop")
            await done(server, "add", "shop", "entity", "Order")
            for words, reason in (
                (("log", "nope"), "no model is called 'nope'"),
                (("create", "Shop"), "the slug shop is taken"),
                (("edit", "shop", "Ordr", "name=x"), "no element is called Ordr"),
                (("edit", "shop", "Order", "colour=red"), "colour"),
                (("edit", "shop", "Order", "name=x", "--expected-tx", "0"), "changed by commit 2"),
                (("rescind", "shop", "9"), "9"),
                (("export", "shop", "--known-at", "99"), "99"),
                (("import", str(empty)), "in no format known; bring"),
                (("import", str(binary)), "is not UTF-8"),
                (("export", "shop", "--output", str(tmp_path)), "cannot be written"),
            ):
                ended = await schemaos(server, *words)
                assert ended.code == 1, words
                assert reason in ended.err, (words, ended.err)
                assert "Traceback" not in ended.err
            problem = await schemaos(server, "log", "nope", "--json")
            assert (problem.code, problem.json()["status"]) == (1, 404)
            usage = await schemaos(server, "edit", "shop", "Order", "--from", "2999-01-01")
            assert usage.code == 2

    asyncio.run(story())


def test_without_a_server_there_is_one_clear_sentence(tmp_path: Path) -> None:
    async def story() -> None:
        ended = await schemaos(None, "models", SCHEMAOS_SERVER="http://127.0.0.1:9")
        assert ended.code == 1
        assert ended.out == ""
        assert ended.err.count("\n") == 1
        assert "no server answers at http://127.0.0.1:9" in ended.err
        assert "schemaos serve" in ended.err
        assert (await schemaos(None, "models", "--server", "ftp://x")).code == 2

    asyncio.run(story())
    assert tmp_path.exists()
