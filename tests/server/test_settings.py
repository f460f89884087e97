"""Every setting is documented, and can be given by option and by environment."""

from dataclasses import fields
from pathlib import Path
from typing import Final

import pytest

from server.cli.serve import serve
from server.settings import Settings, is_loopback

PAGE: Final = (Path(__file__).parents[2] / "docs" / "settings.md").read_text()


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_a_setting_is_documented_with_its_option_and_its_variable(name: str) -> None:
    options = {parameter.name: parameter for parameter in serve.params}
    line = next(line for line in PAGE.splitlines() if line.startswith(f"| `{name}` |"))
    assert f"`{options[name].opts[0]}`" in line
    variable = options[name].envvar
    assert variable is None or f"`{variable}`" in line
    assert variable is not None or name == "demo"


def test_every_option_is_a_setting() -> None:
    assert {parameter.name for parameter in serve.params} == {
        field.name for field in fields(Settings)
    }


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST.", "127.0.0.1", "127.8.8.8", "[::1]"])
def test_a_name_of_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    ["", "0.0.0.0", "::", "localhost.evil.example", "1.2.3.4", "2130706433"],  # noqa: S104 - refused
)
def test_what_is_not_only_this_machine(host: str) -> None:
    assert not is_loopback(host)
