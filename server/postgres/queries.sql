-- name: create_schema_migration
-- Where it is written down which migrations this database has had.
CREATE TABLE IF NOT EXISTS schema_migration (
  number bigint PRIMARY KEY,
  name text NOT NULL,
  sha256 text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now()
);

-- name: lock_migrations
-- One program migrates at a time; the lock ends with the session.
SELECT pg_advisory_lock(hashtext('schemaos'), hashtext('migrate'));

-- name: applied_migrations
-- What was applied, in order.
SELECT number, name, sha256 FROM schema_migration ORDER BY number;

-- name: wait_briefly_for_locks
-- A migration that queues for a lock makes everybody else queue behind it.
SET LOCAL lock_timeout = '10s';

-- name: record_migration
-- Written in the transaction of the migration itself.
INSERT INTO schema_migration (number, name, sha256) VALUES (%(number)s, %(name)s, %(sha256)s);
