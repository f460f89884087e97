"""`python -m server.cli` is `schemaos`."""

from server.cli.program import main

main(prog_name="schemaos")
