"""What the rules find in a model, for people and for continuous integration."""

import click

from server.cli.connection import Connection, connected, model_path


@click.command()
@click.argument("model")
@click.option("--valid-at", metavar="T", help="The instant looked at.")
@click.option("--known-at", metavar="T", help="As known at this instant or commit.")
@connected
def check(server: Connection, /, *, model: str, **moment: str | None) -> None:
    """Say what the rules find; ends with code 1 when an error is among it."""
    answer = server.get(model_path(model, "findings"), **moment)
    lines = [
        f"{finding['level']:<8} {finding['path']}: {finding['message']}  [{finding['rule']}]"
        + (f"\n         {finding['remedy']}" if finding["remedy"] else "")
        for finding in answer["items"]
    ]
    counts = ", ".join(f"{count} {level}" for level, count in answer["counts"].items() if count)
    server.say(answer, *lines, f"{model} at commit {answer['tx']}: {counts or 'nothing found'}")
    if any(finding["level"] == "error" for finding in answer["items"]):
        click.get_current_context().exit(1)
