-- name: append
-- Everything that waited in this process, in one transaction.
SELECT outcome, first_position, commit_id::text, tx, in_stream::text, detail, owner, url, clock
  FROM log_append(
    %(owner)s, %(streams)s::uuid[], %(fences)s::bigint[],
    %(commit_counts)s::integer[], %(bodies)b::bytea[], %(hashes)b::bytea[],
    %(boundaries)s::timestamptz[],
    %(update_counts)s::integer[], %(epochs)s::bigint[], %(first_seqs)s::bigint[],
    %(update_txs)s::bigint[], %(updates)b::bytea[],
    %(answer_counts)s::integer[], %(answer_ids)s::uuid[], %(requests)b::bytea[], %(answers)s::text[],
    %(typists)s::text[], %(typed_texts)s::text[],
    %(claim_counts)s::integer[], %(claim_clients)s::bigint[], %(claim_actors)s::text[]);

-- name: hold_briefly
-- A process that is paused holding locks loses them, for another one waits to take its streams over.
SELECT set_config('idle_in_transaction_session_timeout', '2s', true);

-- name: lock_heads
-- Where streams are, once whoever still appends to them has ended.
SELECT stream_id::text, tx, log_micros(recorded_at), hash
  FROM stream_head WHERE stream_id = ANY (%(streams)s::uuid[]) ORDER BY stream_id FOR UPDATE;

-- name: recorded_commits
-- Which of these commits are on disk, as which bytes.
SELECT commit_id::text, position, body
  FROM commit_log WHERE commit_id = ANY (%(commit_ids)s::uuid[]);

-- name: recorded_updates
-- Which of these updates are on disk.
SELECT u.stream_id::text, u.epoch, u.seq, u.update
  FROM document_update u
  JOIN unnest(%(streams)s::uuid[], %(epochs)s::bigint[], %(seqs)s::bigint[])
       AS x (stream_id, epoch, seq) USING (stream_id, epoch, seq);

-- name: recorded_answers
-- Which of these answers are on disk.
SELECT edit_id::text, stream_id::text, request_sha256
  FROM edit_answer WHERE edit_id = ANY (%(edit_ids)s::uuid[]);

-- name: clock
-- The instant by the only clock of the log.
SELECT log_micros(log_clock());

-- name: acquire
-- Take the lease of a stream, or learn who has it; where its head is, and which model it belongs to. The
-- position of the head is NULL when somebody recorded it while we waited.
SELECT a.owner, a.url, a.fence, a.tx, a.recorded_at, a.hash, a.next_boundary, a.epoch, a.seq, a.clock,
       (SELECT l.position FROM commit_log l WHERE l.stream_id = %(stream)s AND l.tx = a.tx),
       m.model_id::text, m.slug, log_micros(m.created_at), m.created_by
  FROM log_acquire(%(stream)s, %(owner)s, %(url)s, make_interval(secs => %(seconds)s)) AS a
  LEFT JOIN (stream s JOIN model m USING (model_id)) ON s.stream_id = %(stream)s;

-- name: renew
-- Prolong all leases of this process; those that passed on come back with their new owner.
WITH mine AS (
    SELECT * FROM unnest(%(streams)s::uuid[], %(fences)s::bigint[]) AS x (stream_id, fence)
), renewed AS (
    UPDATE lease l SET until = log_clock() + make_interval(secs => %(seconds)s)
      FROM mine WHERE l.stream_id = mine.stream_id AND l.fence = mine.fence AND l.owner = %(owner)s
 RETURNING l.stream_id
)
SELECT log_micros(log_clock()), lost.stream_id::text, lost.owner, lost.url
  FROM (VALUES (1)) AS always
  LEFT JOIN (
      SELECT mine.stream_id, l.owner, l.url FROM mine LEFT JOIN lease l USING (stream_id)
       WHERE mine.stream_id NOT IN (SELECT stream_id FROM renewed)
  ) AS lost ON true;

-- name: release
-- Give a lease back, so that the next owner need not wait.
UPDATE lease SET until = '-infinity', owner = '', url = ''
 WHERE stream_id = %(stream)s AND owner = %(owner)s AND fence = %(fence)s;

-- name: release_all
-- Give every lease back: for the embedded database, whose folder only one process can hold.
UPDATE lease SET until = '-infinity', owner = '', url = '' WHERE until > '-infinity';

-- name: commits
-- The commits of a stream after one of them.
SELECT body, position, hash FROM commit_log
 WHERE stream_id = %(stream)s AND tx > %(after_tx)s AND topic = %(topic)s
 ORDER BY tx LIMIT %(limit)s;

-- name: bodies
-- What the commits of a stream say, up to a known one.
SELECT body FROM commit_log
 WHERE stream_id = %(stream)s AND tx > %(after)s AND tx <= %(known)s AND topic = %(topic)s
 ORDER BY tx LIMIT %(limit)s;

-- name: commits_by_position
-- The commits of all streams after a position.
SELECT body, position, hash FROM commit_log
 WHERE position > %(after)s AND topic = %(topic)s ORDER BY position LIMIT %(limit)s;

-- name: commit_by_id
-- One commit.
SELECT body, position, hash FROM commit_log WHERE commit_id = %(commit_id)s AND topic = %(topic)s;

-- name: head
-- Where a stream is.
SELECT tx, log_micros(recorded_at), hash, log_micros(next_boundary)
  FROM stream_head WHERE stream_id = %(stream)s;

-- name: last_position
-- Where the log is.
SELECT position FROM log_head;

-- name: due
-- The streams with a boundary up to an instant, earliest first.
SELECT stream_id::text, log_micros(next_boundary) FROM stream_head
 WHERE next_boundary <= %(until)s ORDER BY next_boundary, stream_id LIMIT %(limit)s;

-- name: next_due
-- The earliest boundary of any stream.
SELECT log_micros(min(next_boundary)) FROM stream_head WHERE next_boundary IS NOT NULL;

-- name: answer
-- What an edit was answered.
SELECT stream_id::text, request_sha256, answer FROM edit_answer WHERE edit_id = %(edit_id)s;

-- name: links
-- The chain of a stream, every column that an auditor compares.
SELECT tx, position, log_micros(recorded_at), commit_id::text, topic, actor, why, mode, cause, body,
       prev_hash, hash
  FROM commit_log WHERE stream_id = %(stream)s AND tx > %(after_tx)s ORDER BY tx LIMIT %(limit)s;

-- name: broken_links
-- Check chains inside the database: every row against its body, the one before it and the head.
WITH link AS (
    SELECT l.*, lag(hash) OVER w AS former_hash, lag(tx) OVER w AS former_tx,
           lag(recorded_at) OVER w AS former_at, lead(tx) OVER w IS NULL AS is_last
      FROM commit_log l WHERE %(stream)s::uuid IS NULL OR stream_id = %(stream)s
    WINDOW w AS (PARTITION BY stream_id ORDER BY tx)
), judged AS (
    SELECT link.stream_id, link.tx, CASE
        WHEN link.hash <> sha256(link.prev_hash || link.body) THEN 'the hash is not that of the body'
        WHEN link.prev_hash <> coalesce(link.former_hash, sha256('')) THEN 'it does not follow the one before'
        WHEN link.former_tx IS NULL AND link.tx NOT IN (0, 1) THEN 'the commits before it are missing'
        WHEN link.tx <> link.former_tx + 1 THEN 'commits before it are missing'
        WHEN link.recorded_at <= link.former_at THEN 'it was recorded before the one before'
        WHEN link.is_last AND (h.tx, h.hash) IS DISTINCT FROM (link.tx, link.hash)
            THEN 'the head of the stream names another commit as the last'
        WHEN link.topic = %(topic)s AND (link.stream_id::text, link.tx, link.recorded_at,
                link.commit_id::text, link.actor, link.why, link.mode, link.cause) IS DISTINCT FROM (
                b.stream, b.tx, b.recorded_at, b.commit_id, b.actor, b.why, b.mode, b.cause)
            THEN 'a column says something else than the body'
    END AS fact
      FROM link LEFT JOIN stream_head h USING (stream_id)
      LEFT JOIN LATERAL json_to_record(
          CASE WHEN link.topic = %(topic)s THEN convert_from(link.body, 'UTF8')::json END
      ) AS b (stream text, tx bigint, recorded_at timestamptz, commit_id text, actor text, why text,
              mode text, cause jsonb) ON true
)
SELECT stream_id::text, tx, fact FROM judged WHERE fact IS NOT NULL ORDER BY stream_id, tx LIMIT %(limit)s;

-- name: save_snapshot
-- Keep the state of a document, if the lease is still ours. Older ones, and the updates it holds, go;
-- what somebody types and no commit says yet stays.
WITH held AS (
    SELECT stream_id FROM lease
     WHERE stream_id = %(stream)s AND owner = %(owner)s AND fence = %(fence)s FOR SHARE
), older AS (
    DELETE FROM document_snapshot d USING held
     WHERE d.stream_id = held.stream_id AND (d.epoch, d.seq) < (%(epoch)s, %(seq)s)
), covered AS (
    DELETE FROM document_update u USING held
     WHERE u.stream_id = held.stream_id AND (u.epoch, u.seq) <= (%(epoch)s, %(seq)s)
       AND (u.texts IS NULL OR (u.epoch, u.seq) < (%(epoch)s, %(typed_since)s))
), former AS (
    DELETE FROM document_client c USING held
     WHERE c.stream_id = held.stream_id AND c.epoch < %(epoch)s
)
INSERT INTO document_snapshot (stream_id, epoch, seq, tx, parts, left_out)
SELECT stream_id, %(epoch)s, %(seq)s, %(tx)s, %(parts)b::bytea[], %(left_out)s::uuid[] FROM held
    ON CONFLICT (stream_id, epoch, seq)
    DO UPDATE SET tx = excluded.tx, parts = excluded.parts, left_out = excluded.left_out
RETURNING epoch;

-- name: stored_document
-- The latest state kept of a document, then the updates since; without one, those of its latest epoch.
WITH kept AS (
    SELECT epoch, seq, tx, parts, left_out FROM document_snapshot
     WHERE stream_id = %(stream)s ORDER BY epoch DESC, seq DESC LIMIT 1
)
SELECT epoch, seq, tx, parts, left_out::text[], NULL::bytea AS update FROM kept
 UNION ALL
SELECT u.epoch, u.seq, u.tx, NULL, NULL, u.update FROM document_update u
 WHERE u.stream_id = %(stream)s
   AND u.epoch = coalesce((SELECT epoch FROM kept), (
       SELECT max(epoch) FROM document_update WHERE stream_id = %(stream)s))
   AND u.seq > coalesce((SELECT seq FROM kept), 0)
 ORDER BY seq;

-- name: claims
-- Whose the client ids of a document are.
SELECT client_id, actor FROM document_client WHERE stream_id = %(stream)s AND epoch = %(epoch)s;

-- name: typed
-- Who typed in which texts since an update, in order.
SELECT seq, typist, texts::text[] FROM document_update
 WHERE stream_id = %(stream)s AND epoch = %(epoch)s AND seq >= %(since)s AND texts IS NOT NULL
 ORDER BY seq;

-- name: is_typed_in
-- Whether it is kept of a stream that somebody typed; when its room closes in peace that is forgotten.
SELECT EXISTS (
    SELECT FROM document_update WHERE stream_id = %(stream)s AND texts IS NOT NULL);

-- name: edit_answers
-- What these edits were answered.
SELECT edit_id::text, request_sha256, answer FROM edit_answer
 WHERE stream_id = %(stream)s AND edit_id = ANY (%(edit_ids)s::uuid[]);

-- name: found
-- Models, their main streams and heads, and the leases of these; those whose slug is taken are left out.
-- Slugs are inserted in their order, so that two processes never wait for each other.
WITH new_model AS (
    INSERT INTO model (model_id, slug, stream_id, created_by)
    SELECT * FROM unnest(%(models)s::uuid[], %(slugs)s::text[], %(streams)s::uuid[], %(people)s::text[])
               AS x (model_id, slug, stream_id, created_by)
     ORDER BY x.slug COLLATE "C" ON CONFLICT DO NOTHING RETURNING *
), new_stream AS (
    INSERT INTO stream (stream_id, model_id, kind) SELECT stream_id, model_id, 'main' FROM new_model
), new_head AS (
    INSERT INTO stream_head (stream_id) SELECT stream_id FROM new_model
    RETURNING stream_id, tx, recorded_at, hash
), new_lease AS (
    INSERT INTO lease (stream_id, owner, url, fence, until)
    SELECT stream_id, %(owner)s, %(url)s, 1, log_clock() + make_interval(secs => %(seconds)s) FROM new_model
    RETURNING stream_id, fence
)
SELECT stream_id::text, l.fence, h.tx, log_micros(h.recorded_at), h.hash, log_micros(log_clock()),
       m.model_id::text, m.slug, log_micros(m.created_at), m.created_by
  FROM new_model m JOIN new_head h USING (stream_id) JOIN new_lease l USING (stream_id);

-- name: model_by_slug
-- The model with a slug.
SELECT model_id::text, slug, stream_id::text, log_micros(created_at), created_by
  FROM model WHERE slug = %(slug)s;

-- name: models
-- Models by slug, after one of them.
SELECT model_id::text, slug, stream_id::text, log_micros(created_at), created_by
  FROM model WHERE slug > %(after)s ORDER BY slug LIMIT %(limit)s;

-- name: rename_person
-- Remember how somebody is called; the last name given counts.
INSERT INTO person (person_id, name) VALUES (%(person)s, %(name)s)
    ON CONFLICT (person_id) DO UPDATE SET name = excluded.name WHERE person.name <> excluded.name;

-- name: people
-- How these people are called.
SELECT person_id, name FROM person WHERE person_id = ANY (%(people)s::text[]);

-- name: record
-- The events of an eventsourcing application.
SELECT log_record(%(originators)s::uuid[], %(versions)s::bigint[], %(topics)s::text[], %(states)b::bytea[]);

-- name: events
-- The events of an aggregate, oldest first.
SELECT stream_id, tx, topic, body FROM commit_log
 WHERE stream_id = %(originator)s AND tx > %(gt)s AND tx <= %(lte)s ORDER BY tx LIMIT %(limit)s;

-- name: events_newest_first
-- The events of an aggregate, newest first.
SELECT stream_id, tx, topic, body FROM commit_log
 WHERE stream_id = %(originator)s AND tx > %(gt)s AND tx <= %(lte)s ORDER BY tx DESC LIMIT %(limit)s;

-- name: notifications
-- The events of all applications, and our commits, by position.
SELECT position, stream_id, tx, topic, body FROM commit_log
 WHERE position >= %(start)s AND position <= %(stop)s
   AND (%(topics)s::text[] IS NULL OR topic = ANY (%(topics)s::text[]))
 ORDER BY position LIMIT %(limit)s;

-- name: max_position
-- The last position of the log, NULL when it is empty.
SELECT nullif(position, 0) FROM log_head;

-- name: insert_aggregate
-- Keep the snapshot of an aggregate, or another event outside the log.
INSERT INTO recorder_aggregate (purpose, originator_id, originator_version, topic, state)
SELECT %(purpose)s, * FROM unnest(
    %(originators)s::uuid[], %(versions)s::bigint[], %(topics)s::text[], %(states)b::bytea[]);

-- name: aggregate
-- What was kept of an aggregate outside the log, oldest first.
SELECT originator_id, originator_version, topic, state FROM recorder_aggregate
 WHERE purpose = %(purpose)s AND originator_id = %(originator)s
   AND originator_version > %(gt)s AND originator_version <= %(lte)s
 ORDER BY originator_version LIMIT %(limit)s;

-- name: aggregate_newest_first
-- What was kept of an aggregate outside the log, newest first.
SELECT originator_id, originator_version, topic, state FROM recorder_aggregate
 WHERE purpose = %(purpose)s AND originator_id = %(originator)s
   AND originator_version > %(gt)s AND originator_version <= %(lte)s
 ORDER BY originator_version DESC LIMIT %(limit)s;

-- name: advance_tracking
-- Note how far an application followed another; nothing when it was there already.
INSERT INTO recorder_tracking AS t VALUES (%(consumer)s, %(application)s, %(position)s)
    ON CONFLICT (consumer, application_name) DO UPDATE SET notification_id = excluded.notification_id
    WHERE t.notification_id < excluded.notification_id
RETURNING notification_id;

-- name: max_tracking
-- How far an application followed another.
SELECT notification_id FROM recorder_tracking
 WHERE consumer = %(consumer)s AND application_name = %(application)s;
