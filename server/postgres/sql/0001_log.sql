-- The bitemporal log: streams of commits, each chained by hash, all numbered by one position.
--
--   log_append   the one door for commits: everything that waited in a process, in one call
--   log_record   the second door, for eventsourcing applications
--
-- `commit_log.body` is the truth; every column beside it is an index of it, taken from it right here.
-- A recorded commit never changes: a trigger refuses it, and the chain shows it.

CREATE FUNCTION log_clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()';
COMMENT ON FUNCTION log_clock() IS 'The only clock of the log; tests replace it to step time.';

CREATE FUNCTION log_micros(moment timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS 'SELECT (extract(epoch FROM moment) * 1000000)::bigint';
COMMENT ON FUNCTION log_micros(timestamptz) IS 'An instant as the program counts it: microseconds since 1970.';

CREATE TABLE person (
    person_id text PRIMARY KEY,
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT log_clock()
);

CREATE TABLE stream (
    stream_id uuid PRIMARY KEY,
    model_id uuid,
    kind text NOT NULL,
    parent uuid REFERENCES stream,
    base_tx bigint,
    name text
);
COMMENT ON COLUMN stream.kind IS 'main, branch, thread, proposal, membership, ...';

CREATE TABLE model (
    model_id uuid PRIMARY KEY,
    slug text NOT NULL CONSTRAINT model_slug_taken UNIQUE,
    stream_id uuid NOT NULL UNIQUE REFERENCES stream,
    created_at timestamptz NOT NULL DEFAULT log_clock(),
    created_by text NOT NULL
);

ALTER TABLE stream ADD CONSTRAINT stream_of_model FOREIGN KEY (model_id) REFERENCES model
    DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX stream_by_model ON stream (model_id);

-- One row per chain, ours and those of eventsourcing applications. Rows are locked in stream id order.
CREATE TABLE stream_head (
    stream_id uuid PRIMARY KEY,
    tx bigint NOT NULL DEFAULT 0,
    recorded_at timestamptz NOT NULL DEFAULT log_clock(),
    hash bytea NOT NULL DEFAULT sha256(''),
    next_boundary timestamptz
) WITH (fillfactor = 50);
COMMENT ON COLUMN stream_head.next_boundary IS
    'The earliest instant not yet reached at which a register of this stream changes by itself.';
CREATE INDEX stream_head_due ON stream_head (next_boundary) WHERE next_boundary IS NOT NULL;

CREATE TABLE lease (
    stream_id uuid PRIMARY KEY,
    owner text NOT NULL,
    url text NOT NULL,
    fence bigint NOT NULL,
    until timestamptz NOT NULL
) WITH (fillfactor = 50);
COMMENT ON TABLE lease IS 'Who may write a stream; the fence rises with every owner and never falls.';

-- One row, locked last and held to the end, so that positions rise in commit order without gaps.
CREATE TABLE log_head (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    position bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO log_head (position) VALUES (0);

CREATE TABLE commit_log (
    stream_id uuid NOT NULL,
    tx bigint NOT NULL,
    position bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    commit_id uuid NOT NULL,
    topic text NOT NULL,
    actor text,
    why text,
    mode text,
    cause jsonb,
    body bytea NOT NULL,
    prev_hash bytea NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (stream_id, tx),
    CONSTRAINT commit_log_position UNIQUE (position),
    CONSTRAINT commit_log_commit_id UNIQUE (commit_id),
    CONSTRAINT commit_log_recorded_at UNIQUE (stream_id, recorded_at),
    CONSTRAINT commit_log_chain CHECK (hash = sha256(prev_hash || body))
);
COMMENT ON COLUMN commit_log.actor IS 'With why, mode and cause: NULL for the events of eventsourcing applications.';

CREATE FUNCTION log_past_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a recorded commit never changes; record a correction instead' USING ERRCODE = 'SL403';
END $$;
CREATE TRIGGER commit_log_past_is_fixed BEFORE UPDATE OR DELETE ON commit_log
    FOR EACH ROW EXECUTE FUNCTION log_past_is_fixed();
CREATE TRIGGER commit_log_past_is_kept BEFORE TRUNCATE ON commit_log
    FOR EACH STATEMENT EXECUTE FUNCTION log_past_is_fixed();

-- Updates of a room's document: durable with the commits they led to; tx is NULL while a text is typed.
CREATE TABLE document_update (
    stream_id uuid NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    tx bigint,
    update bytea NOT NULL,
    PRIMARY KEY (stream_id, epoch, seq)
);

CREATE TABLE document_snapshot (
    stream_id uuid NOT NULL,
    epoch bigint NOT NULL,
    seq bigint NOT NULL,
    tx bigint NOT NULL,
    parts bytea[] NOT NULL,
    PRIMARY KEY (stream_id, epoch, seq)
);
COMMENT ON COLUMN document_snapshot.seq IS 'The last update the parts hold.';

CREATE TABLE edit_answer (
    edit_id uuid PRIMARY KEY,
    stream_id uuid NOT NULL,
    request_sha256 bytea NOT NULL,
    answer jsonb NOT NULL,
    answered_at timestamptz NOT NULL DEFAULT log_clock()
);

-- For eventsourcing applications: how far they followed others, and the snapshots of their aggregates.
CREATE TABLE recorder_tracking (
    consumer text NOT NULL,
    application_name text NOT NULL,
    notification_id bigint NOT NULL,
    PRIMARY KEY (consumer, application_name)
);

CREATE TABLE recorder_aggregate (
    purpose text NOT NULL,
    originator_id uuid NOT NULL,
    originator_version bigint NOT NULL,
    topic text NOT NULL,
    state bytea NOT NULL,
    PRIMARY KEY (purpose, originator_id, originator_version)
);

-- Take the lease of a stream for two seconds, unless somebody else holds it, and say where its head is.
-- The head is locked first: an append of the former owner is either done before, or sees the new fence.
CREATE FUNCTION log_acquire(
    wanted uuid, new_owner text, new_url text, lasts interval,
    OUT owner text, OUT url text, OUT fence bigint, OUT tx bigint, OUT recorded_at bigint, OUT hash bytea,
    OUT next_boundary bigint, OUT epoch bigint, OUT seq bigint, OUT clock bigint
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    SELECT h.tx, log_micros(h.recorded_at), h.hash, log_micros(h.next_boundary)
      INTO tx, recorded_at, hash, next_boundary
      FROM stream_head h WHERE h.stream_id = wanted FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    INSERT INTO lease AS l VALUES (wanted, new_owner, new_url, 1, log_clock() + lasts)
        ON CONFLICT (stream_id) DO UPDATE
        SET owner = excluded.owner, url = excluded.url, fence = l.fence + 1, until = excluded.until
        WHERE l.until <= log_clock() OR l.owner = excluded.owner;
    SELECT l.owner, l.url, l.fence INTO owner, url, fence FROM lease l WHERE l.stream_id = wanted;
    SELECT last.epoch, last.seq INTO epoch, seq FROM (
        (SELECT u.epoch, u.seq FROM document_update u
          WHERE u.stream_id = wanted ORDER BY u.epoch DESC, u.seq DESC LIMIT 1)
        UNION ALL
        (SELECT d.epoch, d.seq FROM document_snapshot d
          WHERE d.stream_id = wanted ORDER BY d.epoch DESC, d.seq DESC LIMIT 1)
    ) last ORDER BY last.epoch DESC, last.seq DESC LIMIT 1;
    clock := log_micros(log_clock());
END $$;

-- Append everything that waited in one process. Streams come in ascending order, each with the number of
-- its commits, updates and answers, which follow each other in the flat arrays. `boundaries` names, per
-- commit, the next boundary once it is recorded. Each stream answers with one row:
--   appended   `first_position` belongs to its first commit
--   duplicate  commit_id was recorded before (tx NULL: answered before, without a commit)
--   fenced     owner and url have the stream now
--   conflict   the head or the clock is not where the caller thought: prepare anew
--   invalid    will never be accepted; commit_id names the culprit when there is one
-- A stream that fails leaves no trace and does not touch the others; what the machine does to all
-- (disk full, shutdown, deadlock) fails the call.
CREATE FUNCTION log_append(
    the_owner text, streams uuid[], fences bigint[],
    commit_counts integer[], bodies bytea[], hashes bytea[], boundaries timestamptz[],
    update_counts integer[], epochs bigint[], first_seqs bigint[], update_txs bigint[], updates bytea[],
    answer_counts integer[], answer_ids uuid[], requests bytea[], answers text[]
) RETURNS TABLE (
    outcome text, first_position bigint, commit_id uuid, tx bigint, in_stream uuid, detail text,
    owner text, url text, clock bigint
) LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    head stream_head;
    held lease;
    flaw record;
    base bigint;
    violated text;
    c integer := 0;  -- commits, updates and answers of the streams before this one
    u integer := 0;
    a integer := 0;
BEGIN
    PERFORM FROM stream_head h WHERE h.stream_id = ANY (streams) ORDER BY h.stream_id FOR UPDATE;
    SELECT l.position INTO STRICT base FROM log_head l FOR UPDATE;
    FOR s IN 1 .. cardinality(streams) LOOP
        outcome := 'appended'; first_position := base + 1; commit_id := NULL; tx := NULL;
        in_stream := NULL; detail := NULL; owner := NULL; url := NULL;
        BEGIN
            SELECT * INTO head FROM stream_head h WHERE h.stream_id = streams[s];
            SELECT * INTO held FROM lease l WHERE l.stream_id = streams[s];
            IF held.owner IS DISTINCT FROM the_owner OR held.fence <> fences[s] THEN
                RAISE EXCEPTION 'the lease has passed on' USING ERRCODE = 'SL410';
            END IF;
            IF commit_counts[s] > 0 THEN
                SELECT * INTO flaw FROM log_insert(head, base, log_clock(),
                    bodies[c + 1:c + commit_counts[s]], hashes[c + 1:c + commit_counts[s]],
                    boundaries[c + 1:c + commit_counts[s]]);
                IF flaw.code IS NOT NULL THEN
                    commit_id := flaw.commit_id;
                    RAISE EXCEPTION '%', flaw.detail USING ERRCODE = flaw.code;
                END IF;
                UPDATE stream_head h
                   SET tx = head.tx + commit_counts[s], recorded_at = flaw.recorded_at,
                       hash = hashes[c + commit_counts[s]],
                       next_boundary = boundaries[c + commit_counts[s]]
                 WHERE h.stream_id = streams[s];
            END IF;
            IF update_counts[s] > 0 THEN
                INSERT INTO document_update
                SELECT streams[s], epochs[s], first_seqs[s] + x.ord - 1, x.tx, x.update
                  FROM unnest(update_txs[u + 1:u + update_counts[s]], updates[u + 1:u + update_counts[s]])
                       WITH ORDINALITY AS x (tx, update, ord);
            END IF;
            IF answer_counts[s] > 0 THEN
                INSERT INTO edit_answer (edit_id, stream_id, request_sha256, answer)
                SELECT x.edit_id, streams[s], x.request, x.answer::jsonb
                  FROM unnest(answer_ids[a + 1:a + answer_counts[s]], requests[a + 1:a + answer_counts[s]],
                              answers[a + 1:a + answer_counts[s]]) AS x (edit_id, request, answer);
            END IF;
            base := base + commit_counts[s];
        EXCEPTION
            WHEN SQLSTATE 'SL410' THEN
                outcome := 'fenced'; owner := held.owner; url := held.url;
            WHEN SQLSTATE 'SL409' THEN
                outcome := 'conflict'; detail := sqlerrm;
            WHEN SQLSTATE 'SL422' THEN
                outcome := 'invalid'; detail := sqlerrm;
            WHEN unique_violation THEN
                GET STACKED DIAGNOSTICS violated = CONSTRAINT_NAME;
                SELECT d.outcome, d.commit_id, d.tx, d.in_stream, d.detail
                  INTO outcome, commit_id, tx, in_stream, detail
                  FROM log_repetition(violated, bodies[c + 1:c + commit_counts[s]],
                                      answer_ids[a + 1:a + answer_counts[s]]) d;
            WHEN OTHERS THEN
                IF left(sqlstate, 2) IN ('08', '40', '53', '55', '57', '58', 'XX') THEN
                    RAISE;
                END IF;
                GET STACKED DIAGNOSTICS violated = CONSTRAINT_NAME;
                outcome := CASE violated WHEN 'commit_log_chain' THEN 'conflict' ELSE 'invalid' END;
                detail := format('%s (%s)', sqlerrm, sqlstate);
        END;
        clock := log_micros(log_clock());
        RETURN NEXT;
        c := c + commit_counts[s]; u := u + update_counts[s]; a := a + answer_counts[s];
    END LOOP;
    UPDATE log_head l SET position = base WHERE l.position <> base;
END $$;

-- Insert the commits of one stream, columns taken from their bodies, and name the first flaw.
CREATE FUNCTION log_insert(
    head stream_head, base bigint, now timestamptz, bodies bytea[], hashes bytea[], boundaries timestamptz[],
    OUT code text, OUT commit_id uuid, OUT detail text, OUT recorded_at timestamptz
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    WITH incoming AS MATERIALIZED (
        SELECT x.ord, x.body, x.hash, x.next_boundary, b.*,
               lag(x.hash, 1, head.hash) OVER w AS prev_hash,
               lag(b.recorded_at, 1, head.recorded_at) OVER w AS former,
               lag(x.next_boundary, 1, head.next_boundary) OVER w AS due
          FROM unnest(bodies, hashes, boundaries) WITH ORDINALITY AS x (body, hash, next_boundary, ord),
               json_to_record(convert_from(x.body, 'UTF8')::json) AS b (
                   v integer, stream uuid, tx bigint, recorded_at timestamptz, commit_id uuid,
                   actor text, why text, mode text, cause jsonb)
        WINDOW w AS (ORDER BY x.ord)
    ), inserted AS (
        INSERT INTO commit_log (stream_id, tx, position, recorded_at, commit_id, topic, actor, why, mode,
                                cause, body, prev_hash, hash)
        SELECT stream, tx, base + ord, recorded_at, commit_id, 'schemaos/commit.v1', actor, why, mode,
               cause, body, prev_hash, hash
          FROM incoming
    ), judged AS (
        SELECT ord, commit_id, recorded_at, CASE
            WHEN v IS DISTINCT FROM 1 OR stream <> head.stream_id OR actor IS NULL OR mode IS NULL
                THEN 'SL422 body: this is no version 1 commit of the stream'
            WHEN tx <> head.tx + ord
                THEN format('SL409 tx: %s was given where %s is next', tx, head.tx + ord)
            WHEN recorded_at <= former
                THEN 'SL409 recorded_at: it must lie after that of the commit before'
            WHEN recorded_at > greatest(head.recorded_at, now) + interval '5 seconds'
                 OR recorded_at < now - interval '5 seconds'
                THEN 'SL409 recorded_at: it is more than 5 s from the clock of the database'
            WHEN mode = 'valid_time_reached' AND (
                    due IS NULL OR due > recorded_at OR (cause ->> 'boundary')::timestamptz IS DISTINCT FROM due)
                THEN format('SL422 boundary: %s is due, not this one', coalesce(due::text, 'none'))
            WHEN mode <> 'valid_time_reached' AND due <= recorded_at
                THEN format('SL422 boundary: %s comes first', due)
            WHEN next_boundary <= CASE mode WHEN 'valid_time_reached' THEN due ELSE recorded_at END
                THEN format('SL422 boundary: the next one, %s, has passed already', next_boundary)
        END AS flaw
          FROM incoming
    )
    SELECT left(flaw, 5), commit_id, format('commit %s: %s', commit_id, substr(flaw, 7)), recorded_at
      INTO code, commit_id, detail, recorded_at
      FROM judged ORDER BY flaw IS NULL, CASE WHEN flaw IS NULL THEN -ord ELSE ord END LIMIT 1;
END $$;

-- What a unique constraint refused: something recorded or answered before, or a head that moved on.
CREATE FUNCTION log_repetition(
    violated text, bodies bytea[], answer_ids uuid[],
    OUT outcome text, OUT commit_id uuid, OUT tx bigint, OUT in_stream uuid, OUT detail text
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
    IF violated = 'commit_log_commit_id' THEN
        SELECT 'duplicate', l.commit_id, l.tx, l.stream_id INTO outcome, commit_id, tx, in_stream
          FROM commit_log l
         WHERE l.commit_id IN (
                SELECT (convert_from(body, 'UTF8')::json ->> 'commit_id')::uuid FROM unnest(bodies) AS body)
         ORDER BY l.position LIMIT 1;
        IF NOT FOUND THEN
            outcome := 'invalid'; detail := 'two commits of one batch carry the same commit_id';
        END IF;
    ELSIF violated = 'edit_answer_pkey' THEN
        SELECT 'duplicate', e.edit_id, e.stream_id INTO outcome, commit_id, in_stream
          FROM edit_answer e WHERE e.edit_id = ANY (answer_ids) LIMIT 1;
        IF NOT FOUND THEN
            outcome := 'invalid'; detail := 'two answers of one batch carry the same edit_id';
        END IF;
    ELSE
        outcome := 'conflict'; detail := format('%s is taken: the stream has moved on', violated);
    END IF;
END $$;

-- Record the events of eventsourcing applications: any bytes, versions without gaps from 0 or 1, no lease,
-- never idempotent. Answers with their positions, in the order given.
CREATE FUNCTION log_record(originators uuid[], versions bigint[], topics text[], states bytea[])
RETURNS SETOF bigint LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    head stream_head;
    base bigint;
    prevs bytea[] := '{}';
    hashes bytea[] := '{}';
    moments timestamptz[] := '{}';
    now timestamptz := log_clock();
BEGIN
    IF EXISTS (SELECT FROM stream WHERE stream_id = ANY (originators)) THEN
        RAISE EXCEPTION 'this stream belongs to a model; append to it through its room' USING ERRCODE = 'SL403';
    END IF;
    INSERT INTO stream_head (stream_id, tx, recorded_at)
        SELECT originator, least(min(version), 1) - 1, '-infinity'
          FROM unnest(originators, versions) AS x (originator, version)
         GROUP BY originator ORDER BY originator
        ON CONFLICT DO NOTHING;
    PERFORM FROM stream_head WHERE stream_id = ANY (originators) ORDER BY stream_id FOR UPDATE;
    FOR i IN 1 .. cardinality(originators) LOOP
        IF head.stream_id IS DISTINCT FROM originators[i] THEN
            UPDATE stream_head h SET tx = head.tx, recorded_at = head.recorded_at, hash = head.hash
             WHERE h.stream_id = head.stream_id;
            SELECT * INTO head FROM stream_head h WHERE h.stream_id = originators[i];
        END IF;
        IF versions[i] <> head.tx + 1 OR versions[i] < 0 THEN
            RAISE EXCEPTION 'version % of % was given where % is next', versions[i], originators[i], head.tx + 1
                USING ERRCODE = 'unique_violation';
        END IF;
        prevs := prevs || head.hash;
        head.tx := versions[i];
        head.recorded_at := greatest(now, head.recorded_at + interval '1 microsecond');
        head.hash := sha256(head.hash || states[i]);
        hashes := hashes || head.hash;
        moments := moments || head.recorded_at;
    END LOOP;
    UPDATE stream_head h SET tx = head.tx, recorded_at = head.recorded_at, hash = head.hash
     WHERE h.stream_id = head.stream_id;
    SELECT l.position INTO STRICT base FROM log_head l FOR UPDATE;
    INSERT INTO commit_log (stream_id, tx, position, recorded_at, commit_id, topic, body, prev_hash, hash)
        SELECT x.originator, x.version, base + x.ord, x.moment, gen_random_uuid(), x.topic, x.state, x.prev, x.hash
          FROM unnest(originators, versions, moments, topics, states, prevs, hashes)
               WITH ORDINALITY AS x (originator, version, moment, topic, state, prev, hash, ord);
    UPDATE log_head l SET position = base + cardinality(originators);
    RETURN QUERY SELECT base + n FROM generate_series(1, cardinality(originators)) AS n;
END $$;
