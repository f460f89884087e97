"""Everything that touches the world: Postgres, sockets, HTTP, the command line."""
