"""The way to Postgres: the embedded server, the pool, named queries and migrations."""
