"""Nobody else's page gets in: Host and Origin, as browsers and programs send them."""

import pytest

from server.http.origin import Door, refused


def door(
    host: str | None = "127.0.0.1:8000",
    origin: str | None = None,
    *,
    method: str = "POST",
    scheme: str = "http",
    fetch_site: str | None = None,
) -> Door:
    headers = {"host": host, "origin": origin, "sec-fetch-site": fetch_site}
    given = {name: value for name, value in headers.items() if value is not None}
    return Door.of(given, scheme=scheme, method=method)


def code(asked: Door) -> str | None:
    problem = refused(asked)
    return None if problem is None else problem.code


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000", "localhost"])
def test_a_program_on_this_machine_passes(host: str) -> None:
    assert code(door(host)) is None


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "10.0.0.5:8000",
        "",
        None,
        "[::",
        "localhost.evil",
    ],
)
def test_another_name_of_this_address_is_refused_dns_rebinding(host: str | None) -> None:
    assert code(door(host, method="GET")) == "host-refused"


def test_our_own_page_passes() -> None:
    assert code(door(origin="http://127.0.0.1:8000")) is None
    assert code(door("localhost", origin="http://localhost")) is None


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://127.0.0.1:9000",
        "http://localhost:8000",
        "https://127.0.0.1:8000",
        "null",
        "",
        "http://127.0.0.1:99999",
    ],
)
def test_a_page_of_another_origin_is_refused(origin: str) -> None:
    assert code(door(origin=origin)) == "origin-refused"
    assert code(door(origin=origin, method="GET")) == "origin-refused"


def test_a_socket_is_checked_like_a_change() -> None:
    assert code(door(origin="http://evil.example", method="GET", scheme="ws")) == "origin-refused"
    assert code(door(origin="http://127.0.0.1:8000", method="GET", scheme="ws")) is None
    assert code(door(method="GET", scheme="ws")) is None


def test_a_form_of_another_site_without_origin_is_refused() -> None:
    assert code(door(fetch_site="cross-site")) == "origin-refused"
    assert code(door(fetch_site="cross-site", method="GET")) is None
    assert code(door(fetch_site="same-origin")) is None
