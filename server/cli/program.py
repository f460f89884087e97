"""The program `schemaos`: a group whose commands are imported only when they are asked for."""

from importlib import import_module
from typing import Final

import click

_COMMANDS: Final[dict[str, str]] = {
    "serve": "server.cli.serve:serve",
    "models": "server.cli.models:models",
    "create": "server.cli.models:create",
    "archive": "server.cli.models:archive",
    "import": "server.cli.imports:import_",
    "export": "server.cli.exports:export",
    "edit": "server.cli.edits:edit",
    "add": "server.cli.edits:add",
    "remove": "server.cli.edits:remove",
    "rescind": "server.cli.edits:rescind",
    "log": "server.cli.history:log",
    "diff": "server.cli.history:diff",
    "check": "server.cli.checks:check",
}
"""Every command and where it is; the order is the order of `--help`."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        place = _COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="schemaos", prog_name="schemaos")
def main() -> None:
    """SchemaOS: model a domain together; every edit is kept for ever.

    Commands that need a server take --server (or SCHEMAOS_SERVER) and --token (or SCHEMAOS_TOKEN).
    Each says what it did, prints JSON with --json, and ends with another code than 0 when it did
    not do it.
    """
