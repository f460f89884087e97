-- Readers name the schema `read`; what folds finds its tables by the search path, for a rebuild folds
-- into `read_next`.

-- name: use_schema
-- For the rest of the transaction: fold into this schema, by the indexes however stale the statistics
-- are; a fold that a crash takes back is folded again, so nobody waits for the disk. A process that is
-- paused in the middle lets the checkpoint go after a while, so that another one can fold.
SELECT set_config('search_path', %(schema)s || ', ' || current_setting('search_path'), true),
       set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
       set_config('enable_seqscan', 'off', true), set_config('synchronous_commit', 'off', true),
       set_config('idle_in_transaction_session_timeout', '5s', true);

-- name: take_time
-- A commit larger than a batch may take long to fold.
SELECT set_config('idle_in_transaction_session_timeout', '0', true);

-- name: lock_checkpoint
-- The checkpoint, or no row while another process folds.
SELECT position, version FROM projection WHERE name = %(name)s FOR UPDATE SKIP LOCKED;

-- name: free_checkpoint
-- End a fold that has been waiting for its process in the middle of a COPY: the process is paused or cut
-- off, and Postgres, which ends what idles in a transaction, waits for COPY data for ever.
SELECT pg_terminate_backend(a.pid)
  FROM pg_stat_activity a JOIN pg_locks l USING (pid)
 WHERE l.relation = 'read.projection'::regclass AND l.mode = 'RowShareLock' AND l.granted
   AND a.datname = current_database() AND a.pid <> pg_backend_pid()
   AND a.state = 'active' AND a.wait_event = 'ClientRead'
   AND a.state_change < clock_timestamp() - make_interval(secs => %(seconds)s);

-- name: await_checkpoint
-- The checkpoint, as soon as nobody folds.
SELECT position, version FROM projection WHERE name = %(name)s FOR UPDATE;

-- name: checkpoint
-- How far the log is folded, and how far it goes.
SELECT p.position, p.version, p.error, p.error_position, h.position
  FROM read.projection p, log_head h WHERE p.name = %(name)s;

-- name: lag
-- Positions not yet folded, and for how long the first of them has been there.
SELECT h.position - p.position,
       coalesce((SELECT extract(epoch FROM log_clock() - c.recorded_at)::float8
                   FROM commit_log c WHERE c.position > p.position ORDER BY c.position LIMIT 1), 0)
  FROM read.projection p, log_head h WHERE p.name = %(name)s;

-- name: tail
-- What follows a position, up to a number of commits and of bytes; at least one commit, whatever its
-- size. Rows of other topics come without their body: the checkpoint passes over them.
SELECT position, CASE WHEN topic = %(topic)s THEN body END, hash
  FROM (SELECT position, topic, body, hash, octet_length(body) AS size,
               sum(octet_length(body)) OVER (ORDER BY position) AS total
          FROM (SELECT position, topic, body, hash FROM commit_log
                 WHERE position > %(after)s ORDER BY position LIMIT %(commits)s) AS following) AS counted
 WHERE total - size < %(bytes)s
 ORDER BY position;

-- name: known_elements
-- Which of some elements have registers already: in an import hardly any, and that is half the work saved.
SELECT e.stream_id::text, e.element_id::text
  FROM unnest(%(streams)s::uuid[], %(elements)s::uuid[]) AS e (stream_id, element_id)
 WHERE EXISTS (SELECT FROM fact f WHERE f.stream_id = e.stream_id AND f.element_id = e.element_id
                  AND upper_inf(f.known) AND upper_inf(f.valid))
    OR EXISTS (SELECT FROM fact f WHERE f.stream_id = e.stream_id AND f.element_id = e.element_id
                  AND upper_inf(f.known) AND NOT upper_inf(f.valid));

-- name: overlapped
-- The current rectangles that overlap what a batch writes.
SELECT f.stream_id::text, f.element_id::text, f.attribute, lower(f.valid), upper(f.valid),
       lower(f.known), f.kind = 'a', f.value::text, f.tx, f.ord, f.origin_tx, f.origin_ord
  FROM unnest(%(streams)s::uuid[], %(elements)s::uuid[], %(attributes)s::text[],
              %(starts)s::timestamptz[], %(ends)s::timestamptz[])
       AS w (stream_id, element_id, attribute, starts, ends),
       LATERAL (
        SELECT * FROM fact o
         WHERE o.stream_id = w.stream_id AND o.element_id = w.element_id AND o.attribute = w.attribute
           AND upper_inf(o.known) AND upper_inf(o.valid)
        UNION ALL
        SELECT * FROM fact b
         WHERE b.stream_id = w.stream_id AND b.element_id = w.element_id AND b.attribute = w.attribute
           AND upper_inf(b.known) AND NOT upper_inf(b.valid)
           AND upper(b.valid) > coalesce(w.starts, '-infinity')) AS f
 WHERE w.ends IS NULL OR lower_inf(f.valid) OR lower(f.valid) < w.ends;

-- name: close_open
-- Close current rectangles that are valid without end.
UPDATE fact f SET known = int8range(lower(f.known), c.until), boundary = NULL
  FROM unnest(%(streams)s::uuid[], %(elements)s::uuid[], %(attributes)s::text[], %(untils)s::int8[])
       AS c (stream_id, element_id, attribute, until)
 WHERE f.stream_id = c.stream_id AND f.element_id = c.element_id AND f.attribute = c.attribute
   AND upper_inf(f.known) AND upper_inf(f.valid);

-- name: close_bounded
-- Close current rectangles, told by where they end.
UPDATE fact f SET known = int8range(lower(f.known), c.until), boundary = NULL
  FROM unnest(%(streams)s::uuid[], %(elements)s::uuid[], %(attributes)s::text[],
              %(ends)s::timestamptz[], %(untils)s::int8[])
       AS c (stream_id, element_id, attribute, ends, until)
 WHERE f.stream_id = c.stream_id AND f.element_id = c.element_id AND f.attribute = c.attribute
   AND upper_inf(f.known) AND NOT upper_inf(f.valid) AND upper(f.valid) = c.ends;

-- name: copy_timeline
-- One line per commit.
COPY timeline (stream_id, tx, recorded_at, actor, mode, start, until, rescinds, layout_only) FROM STDIN;

-- name: copy_op
-- The operations as decided.
COPY op (stream_id, tx, ord, element_id, attribute, valid, kind, value, origin_tx, origin_ord) FROM STDIN;

-- name: copy_fact
-- New rectangles, after what they cut was closed.
COPY fact (stream_id, element_id, attribute, valid, known, kind, value, tx, ord, origin_tx, origin_ord,
           boundary) FROM STDIN;

-- name: advance
-- Everything up to here is folded.
UPDATE projection
   SET position = %(position)s, folded_at = log_clock(), error = NULL, error_position = NULL, error_at = NULL
 WHERE name = %(name)s;

-- name: tell_error
-- What keeps a commit, and all after it, out.
UPDATE read.projection SET error = %(error)s, error_position = %(position)s, error_at = log_clock()
 WHERE name = %(name)s AND position < %(position)s;

-- name: lock_rebuild
-- One rebuild at a time in the whole database; false when another runs. The lock ends with the session.
SELECT pg_try_advisory_lock(hashtext('schemaos'), hashtext('rebuild read models'));

-- name: unlock_rebuild
-- Another rebuild may run.
SELECT pg_advisory_unlock(hashtext('schemaos'), hashtext('rebuild read models'));

-- name: drop_remains
-- What an earlier rebuild left, whether it ended or not.
DROP SCHEMA IF EXISTS read_next, read_former CASCADE;

-- name: make_next
-- The schema beside.
CREATE SCHEMA read_next;

-- name: make_tables
-- The tables of the read models, in the first schema of the search path.
SELECT read_model_tables();

-- name: make_moments
-- The range indexes, when the tables are full.
SELECT read_model_moments();

-- name: enter_projection
-- A projection that has folded nothing yet.
INSERT INTO projection (name, version) VALUES (%(name)s, %(version)s);

-- name: analyze_next
-- Fresh tables have no statistics.
ANALYZE read_next.op, read_next.fact, read_next.timeline;

-- name: retire
-- The live schema steps aside; readers that are in it finish there.
ALTER SCHEMA read RENAME TO read_former;

-- name: promote
-- The schema beside becomes the live one.
ALTER SCHEMA read_next RENAME TO read;

-- name: head
-- Where a stream's head is.
SELECT tx, recorded_at FROM stream_head WHERE stream_id = %(stream)s;

-- name: recorded_at
-- When a commit was recorded.
SELECT recorded_at FROM commit_log WHERE stream_id = %(stream)s AND tx = %(tx)s;

-- name: known_at
-- The last commit recorded at an instant or before.
SELECT tx FROM commit_log WHERE stream_id = %(stream)s AND recorded_at <= %(instant)s
 ORDER BY recorded_at DESC LIMIT 1;

-- name: graph_at
-- The registers of a stream at a moment, element by element. Current and open is one row per register;
-- of the others one index finds what was current and open then, the other what was valid then only.
SELECT element_id::text, json_object_agg(attribute, value)::text
  FROM (SELECT element_id, attribute, value FROM read.fact
         WHERE stream_id = %(stream)s AND kind = 'a'
           AND valid @> %(valid_at)s::timestamptz AND known @> %(known)s::int8
           AND upper_inf(known) AND upper_inf(valid)
        UNION ALL
        SELECT element_id, attribute, value FROM read.fact
         WHERE stream_id = %(stream)s AND kind = 'a'
           AND valid @> %(valid_at)s::timestamptz AND known @> %(known)s::int8
           AND NOT upper_inf(known) AND upper_inf(valid)
           AND known_span(stream_id, known)
               @> lower(known_span(%(stream)s::uuid, int8range(%(known)s::int8, NULL)))
        UNION ALL
        SELECT element_id, attribute, value FROM read.fact
         WHERE stream_id = %(stream)s AND kind = 'a'
           AND valid @> %(valid_at)s::timestamptz AND known @> %(known)s::int8
           AND NOT upper_inf(valid)
           AND valid_span(stream_id, valid)
               @> lower(valid_span(%(stream)s::uuid, tstzrange(%(valid_at)s::timestamptz, NULL)))
       ) AS holding
 GROUP BY element_id;

-- name: current
-- The current rectangles of some registers, those that end after an instant if one is given.
SELECT f.element_id::text, f.attribute, lower(f.valid), upper(f.valid), lower(f.known), f.kind = 'a',
       f.value::text, f.tx, f.ord, f.origin_tx, f.origin_ord
  FROM unnest(%(elements)s::uuid[], %(attributes)s::text[]) AS r (element_id, attribute),
       LATERAL (
        SELECT * FROM read.fact o
         WHERE o.stream_id = %(stream)s AND o.element_id = r.element_id AND o.attribute = r.attribute
           AND upper_inf(o.known) AND upper_inf(o.valid)
        UNION ALL
        SELECT * FROM read.fact b
         WHERE b.stream_id = %(stream)s AND b.element_id = r.element_id AND b.attribute = r.attribute
           AND upper_inf(b.known) AND NOT upper_inf(b.valid)
           AND upper(b.valid) > coalesce(%(after)s::timestamptz, '-infinity')) AS f;

-- name: current_of_elements
-- The current rectangles of every register of some elements.
SELECT f.element_id::text, f.attribute, lower(f.valid), upper(f.valid), lower(f.known), f.kind = 'a',
       f.value::text, f.tx, f.ord, f.origin_tx, f.origin_ord
  FROM unnest(%(elements)s::uuid[]) AS r (element_id),
       LATERAL (
        SELECT * FROM read.fact o
         WHERE o.stream_id = %(stream)s AND o.element_id = r.element_id
           AND upper_inf(o.known) AND upper_inf(o.valid)
        UNION ALL
        SELECT * FROM read.fact b
         WHERE b.stream_id = %(stream)s AND b.element_id = r.element_id
           AND upper_inf(b.known) AND NOT upper_inf(b.valid)) AS f;

-- name: settled
-- Since when registers say what they say at an instant: since it was so, or recorded if that was later.
SELECT f.element_id::text, f.attribute, greatest(lower(f.valid), t.recorded_at)
  FROM unnest(%(elements)s::uuid[], %(attributes)s::text[]) AS r (element_id, attribute),
       LATERAL (
        SELECT valid, tx, element_id, attribute FROM read.fact o
         WHERE o.stream_id = %(stream)s AND o.element_id = r.element_id AND o.attribute = r.attribute
           AND upper_inf(o.known) AND upper_inf(o.valid)
        UNION ALL
        SELECT valid, tx, element_id, attribute FROM read.fact b
         WHERE b.stream_id = %(stream)s AND b.element_id = r.element_id AND b.attribute = r.attribute
           AND upper_inf(b.known) AND NOT upper_inf(b.valid)) AS f
  JOIN read.timeline t ON t.stream_id = %(stream)s AND t.tx = f.tx
 WHERE f.valid @> %(at)s::timestamptz;

-- name: ahead
-- The registers that may have a boundary after an instant, which is not before the stream's head.
SELECT DISTINCT element_id::text, attribute FROM read.fact
 WHERE stream_id = %(stream)s AND upper_inf(known) AND boundary > %(after)s;

-- name: due
-- The streams whose next boundary has come, the earliest first.
SELECT stream_id::text, next_boundary FROM stream_head
 WHERE next_boundary <= %(until)s ORDER BY next_boundary, stream_id;

-- name: decisions
-- What was decided of some registers, in the order of the log.
SELECT o.element_id::text, o.attribute, o.tx, o.ord, t.mode, t.start, t.until, t.recorded_at,
       o.kind = 'a', o.value::text
  FROM unnest(%(elements)s::uuid[], %(attributes)s::text[]) AS r (element_id, attribute)
  JOIN read.op o ON o.stream_id = %(stream)s AND o.element_id = r.element_id AND o.attribute = r.attribute
  JOIN read.timeline t ON t.stream_id = o.stream_id AND t.tx = o.tx
 WHERE o.origin_tx IS NULL
 ORDER BY o.tx, o.ord;

-- name: touched
-- The registers that a commit has operations on.
SELECT DISTINCT element_id::text, attribute FROM read.op WHERE stream_id = %(stream)s AND tx = %(tx)s;

-- name: rescinds
-- Which commit each rescind of a stream took back.
SELECT tx, rescinds FROM read.timeline WHERE stream_id = %(stream)s AND rescinds IS NOT NULL;

-- name: lines
-- The commits of a stream, the newest first, that pass the filters given.
SELECT t.tx FROM read.timeline t
 WHERE t.stream_id = %(stream)s AND t.tx < %(before)s AND t.tx > %(after)s
   AND (%(actor)s::text IS NULL OR t.actor = %(actor)s)
   AND (%(layout)s OR NOT t.layout_only)
 ORDER BY t.tx DESC LIMIT %(limit)s;

-- name: lines_of_element
-- The commits that have operations on an element, the newest first, that pass the filters given.
SELECT t.tx FROM read.timeline t
 WHERE t.stream_id = %(stream)s AND t.tx < %(before)s AND t.tx > %(after)s
   AND (%(actor)s::text IS NULL OR t.actor = %(actor)s)
   AND (%(layout)s OR NOT t.layout_only)
   AND t.tx IN (SELECT o.tx FROM read.op o WHERE o.stream_id = %(stream)s
                   AND o.element_id = %(element)s::uuid AND o.tx < %(before)s AND o.tx > %(after)s)
 ORDER BY t.tx DESC LIMIT %(limit)s;

-- name: lines_of_kind
-- The commits that have operations on elements which ever were of a kind, the newest first.
SELECT t.tx FROM read.timeline t
 WHERE t.stream_id = %(stream)s AND t.tx < %(before)s AND t.tx > %(after)s
   AND (%(actor)s::text IS NULL OR t.actor = %(actor)s)
   AND (%(layout)s OR NOT t.layout_only)
   AND t.tx IN (SELECT o.tx FROM read.op k JOIN read.op o
                     ON o.stream_id = k.stream_id AND o.element_id = k.element_id
                 WHERE k.stream_id = %(stream)s AND k.attribute = 'kind'
                   AND k.value = to_jsonb(%(kind)s::text)
                   AND (%(element)s::uuid IS NULL OR k.element_id = %(element)s::uuid)
                   AND o.tx < %(before)s AND o.tx > %(after)s)
 ORDER BY t.tx DESC LIMIT %(limit)s;

-- name: commits
-- The commits of a stream by their numbers, the newest first.
SELECT position, body, hash FROM commit_log
 WHERE stream_id = %(stream)s AND tx = ANY(%(txs)s) ORDER BY tx DESC;

-- name: headers
-- Who recorded which commits, when, why and meant how, without their bodies; the newest first.
SELECT c.position, c.hash, c.tx, c.recorded_at, c.commit_id::text, c.actor, c.why, t.mode, t.start, t.until,
       c.cause::text
  FROM commit_log c JOIN read.timeline t ON t.stream_id = c.stream_id AND t.tx = c.tx
 WHERE c.stream_id = %(stream)s AND c.tx = ANY(%(txs)s) ORDER BY c.tx DESC;

-- name: operations_of_element
-- What some commits did to one element, in their order.
SELECT tx, attribute, kind = 'a', value::text, lower(valid), upper(valid), origin_tx, origin_ord
  FROM read.op
 WHERE stream_id = %(stream)s AND element_id = %(element)s::uuid AND tx = ANY(%(txs)s) ORDER BY tx, ord;

-- name: names
-- Kind, name and parent of elements, each as of an instant and as known so many commits before a commit.
SELECT e.tx, e.element_id::text, a.attribute, o.value::text
  FROM unnest(%(elements)s::uuid[], %(txs)s::int8[], %(instants)s::timestamptz[])
       AS e (element_id, tx, valid_at),
       (VALUES ('kind'), ('name'), ('parent')) AS a (attribute),
       LATERAL (SELECT kind, value FROM read.op
                 WHERE stream_id = %(stream)s AND element_id = e.element_id AND attribute = a.attribute
                   AND tx <= e.tx - %(before)s AND valid @> e.valid_at
                 ORDER BY op.tx DESC, ord DESC LIMIT 1) AS o
 WHERE o.kind = 'a';

-- name: heads
-- Where the heads of some streams are.
SELECT stream_id::text, tx FROM stream_head WHERE stream_id = ANY(%(streams)s::uuid[]);

-- name: visible_of_kinds
-- How many elements of some kinds are visible at an instant at the head: each is followed up to the top,
-- for what is above it may be removed. The aggregate keeps the look-ups to an element each, by index,
-- also while there are no statistics.
WITH RECURSIVE chain AS (
    SELECT DISTINCT o.element_id AS bottom, o.element_id AS next, NULL::text AS kind,
           NULL::text AS removed, 0 AS height
      FROM read.op o
     WHERE o.stream_id = %(stream)s AND o.attribute = 'kind' AND o.value = ANY(%(kinds)s::jsonb[])
    UNION ALL
    SELECT c.bottom, h.parent::uuid, h.kind, h.removed, c.height + 1
      FROM chain c, LATERAL (
        SELECT max(f.value #>> '{}') FILTER (WHERE f.attribute = 'parent') AS parent,
               max(f.value::text) FILTER (WHERE f.attribute = 'kind') AS kind,
               max(f.value::text) FILTER (WHERE f.attribute = 'removed') AS removed
          FROM (SELECT * FROM read.fact o
                 WHERE o.stream_id = %(stream)s AND o.element_id = c.next
                   AND upper_inf(o.known) AND upper_inf(o.valid)
                UNION ALL
                SELECT * FROM read.fact b
                 WHERE b.stream_id = %(stream)s AND b.element_id = c.next
                   AND upper_inf(b.known) AND NOT upper_inf(b.valid)) AS f
         WHERE f.attribute IN ('parent', 'kind', 'removed') AND f.kind = 'a'
           AND f.valid @> %(at)s::timestamptz) AS h
     WHERE c.next IS NOT NULL AND c.height < 100)
SELECT count(*)
  FROM (SELECT FROM chain WHERE height > 0 GROUP BY bottom
        HAVING bool_and(kind IS NOT NULL AND removed IS DISTINCT FROM 'true') AND bool_or(next IS NULL)
           AND bool_or(height = 1 AND kind::jsonb = ANY(%(kinds)s::jsonb[]))) AS visible;
