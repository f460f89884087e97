-- What rooms keep beside the log: whose client ids are whose, who types which texts, what an epoch left out.

ALTER TABLE document_update ADD COLUMN typist text, ADD COLUMN texts uuid[];
COMMENT ON COLUMN document_update.typist IS
    'Who typed in `texts`, where no commit says it yet: a text is recorded as a whole when typing rests.';

ALTER TABLE document_snapshot ADD COLUMN left_out uuid[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN document_snapshot.left_out IS
    'Elements of the log that the document of this epoch does not hold: hidden for long.';

CREATE TABLE document_client (
    stream_id uuid NOT NULL,
    epoch bigint NOT NULL,
    client_id bigint NOT NULL,
    actor text NOT NULL,
    PRIMARY KEY (stream_id, epoch, client_id)
);
COMMENT ON TABLE document_client IS 'The person who first wrote under a client id of a document; nobody else may.';

-- As log_append of 0001, which it replaces. Each update may say who types in which texts (ids, spaces
-- between); each stream may bring claims on client ids. Processes that follow the log are notified once.
CREATE FUNCTION log_append(
    the_owner text, streams uuid[], fences bigint[],
    commit_counts integer[], bodies bytea[], hashes bytea[], boundaries timestamptz[],
    update_counts integer[], epochs bigint[], first_seqs bigint[], update_txs bigint[], updates bytea[],
    answer_counts integer[], answer_ids uuid[], requests bytea[], answers text[],
    typists text[], typed_texts text[], claim_counts integer[], claim_clients bigint[], claim_actors text[]
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
    k integer := 0;
    former bigint;
BEGIN
    PERFORM FROM stream_head h WHERE h.stream_id = ANY (streams) ORDER BY h.stream_id FOR UPDATE;
    SELECT l.position INTO STRICT base FROM log_head l FOR UPDATE;
    former := base;
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
                INSERT INTO document_update (stream_id, epoch, seq, tx, update, typist, texts)
                SELECT streams[s], epochs[s], first_seqs[s] + x.ord - 1, x.tx, x.update, x.typist,
                       string_to_array(x.texts, ' ')::uuid[]
                  FROM unnest(update_txs[u + 1:u + update_counts[s]], updates[u + 1:u + update_counts[s]],
                              typists[u + 1:u + update_counts[s]], typed_texts[u + 1:u + update_counts[s]])
                       WITH ORDINALITY AS x (tx, update, typist, texts, ord);
            END IF;
            IF claim_counts[s] > 0 THEN
                INSERT INTO document_client (stream_id, epoch, client_id, actor)
                SELECT streams[s], epochs[s], x.client, x.actor
                  FROM unnest(claim_clients[k + 1:k + claim_counts[s]],
                              claim_actors[k + 1:k + claim_counts[s]]) AS x (client, actor)
                    ON CONFLICT DO NOTHING;
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
        k := k + claim_counts[s];
    END LOOP;
    IF base > former THEN
        UPDATE log_head l SET position = base;
        PERFORM pg_notify('schemaos_log', base::text);
    END IF;
END $$;

-- What a server of the version before still calls while it is replaced by this one.
CREATE OR REPLACE FUNCTION log_append(
    the_owner text, streams uuid[], fences bigint[],
    commit_counts integer[], bodies bytea[], hashes bytea[], boundaries timestamptz[],
    update_counts integer[], epochs bigint[], first_seqs bigint[], update_txs bigint[], updates bytea[],
    answer_counts integer[], answer_ids uuid[], requests bytea[], answers text[]
) RETURNS TABLE (
    outcome text, first_position bigint, commit_id uuid, tx bigint, in_stream uuid, detail text,
    owner text, url text, clock bigint
) LANGUAGE sql AS $$
    SELECT * FROM log_append(
        the_owner, streams, fences, commit_counts, bodies, hashes, boundaries, update_counts, epochs,
        first_seqs, update_txs, updates, answer_counts, answer_ids, requests, answers,
        array_fill(NULL::text, ARRAY[cardinality(updates)]), array_fill(NULL::text, ARRAY[cardinality(updates)]),
        array_fill(0, ARRAY[cardinality(streams)]), '{}', '{}');
$$;
