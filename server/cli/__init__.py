"""The command line: `schemaos`, one module per command or small family of commands."""

from server.cli.program import main

__all__ = ["main"]
