"""The models of a server: which there are, a new one, one put away."""

import click

from server.cli.connection import Connection, connected, model_path


@click.command()
@click.option("--archived", is_flag=True, help="Show archived models too.")
@connected
def models(server: Connection, /, *, archived: bool) -> None:
    """List the models."""
    answer = server.get("/api/models", archived="true" if archived else None)
    lines = [
        f"{model['slug']:<24} {model['name']}{'  (archived)' if model['archived'] else ''}, "
        f"commit {model['tx']}"
        for model in answer["items"]
    ]
    server.say(answer, *(lines or ["No models yet; make one with `schemaos create NAME`"]))


@click.command()
@click.argument("name")
@click.option("--slug", help="Its name in addresses; made of the name when left out.")
@connected
def create(server: Connection, /, *, name: str, slug: str | None) -> None:
    """Make a blank model."""
    body = {"name": name} if slug is None else {"name": name, "slug": slug}
    answer = server.send("POST", "/api/models", body).content
    server.say(
        answer, f"Created {answer['name']} as {answer['slug']}: {server.url}/m/{answer['slug']}"
    )


@click.command()
@click.argument("model")
@connected
def archive(server: Connection, /, *, model: str) -> None:
    """Put a model away; nothing of it is lost."""
    answer = server.send("DELETE", model_path(model)).content
    server.say(answer, f"Archived {answer['name']} ({model}); it can still be read")
