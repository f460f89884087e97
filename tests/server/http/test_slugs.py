"""Slugs: made of names, refused with the nearest one that would do."""

import pytest

from server.http.problems import Refusal
from server.http.slugs import accept_slug, slug_of


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Web shop", "web-shop"),
        ("Größe & Maß", "grosse-mass"),
        ("chinook_2024.sql", "chinook_2024-sql"),
        ("日本", ""),
        ("--a--", "a"),
        ("x" * 200, "x" * 63),
    ],
)
def test_a_name_suggests_a_slug(text: str, slug: str) -> None:
    assert slug_of(text) == slug


@pytest.mark.parametrize(
    "slug", ["", "A", "a b", "../x", "a/b", "a@b", "-a", "é", "x" * 64, "a.git"]
)
def test_what_is_no_slug_is_refused(slug: str) -> None:
    with pytest.raises(Refusal):
        accept_slug(slug)


def test_the_refusal_names_the_nearest() -> None:
    with pytest.raises(Refusal, match="use 'web-shop'"):
        accept_slug("Web Shop")
