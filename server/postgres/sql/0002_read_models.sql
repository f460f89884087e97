-- The read models: what the log says, indexed by register, moment and person. All of it can be folded
-- from the log anew, so nothing here is ever altered by hand.
--
--   op          every operation, as decided            timeline    one line per commit, without its body
--   fact        disjoint rectangles (valid x known)    projection  how far the log is folded
--
-- They live in a schema of their own. A rebuild makes the same tables in schema `read_next` by the
-- function below, folds the log into them, and swaps the names of the two schemas in one transaction.

-- The keys of the two range indexes of `fact` hold the stream too: one dimension instead of two makes
-- them four times smaller and twice as fast to write. uuid_hash may collide, and whole seconds are
-- coarse, so whoever asks by a key asks by stream, valid and known as well.
CREATE FUNCTION known_span(stream uuid, known int8range) RETURNS int8range
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN int8range(
    (uuid_hash(stream)::int8 << 32) + lower(known),
    (uuid_hash(stream)::int8 << 32) + coalesce(upper(known), 4294967295)
);

CREATE FUNCTION valid_span(stream uuid, valid tstzrange) RETURNS int8range
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN int8range(
    ((uuid_hash(stream)::int8 & 8388607) << 40)
        + coalesce(floor(extract(epoch FROM lower(valid) - timestamptz '0001-01-01 00:00:00+00'))::int8, 0),
    ((uuid_hash(stream)::int8 & 8388607) << 40)
        + coalesce(ceil(extract(epoch FROM upper(valid) - timestamptz '0001-01-01 00:00:00+00'))::int8,
                   1099511627775)
);

-- Makes the tables in the first schema of the search path. A migration that changes them replaces this
-- function and raises the version of the projection, whereupon the server rebuilds beside and swaps.
CREATE FUNCTION read_model_tables() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    CREATE TABLE projection (
        name text PRIMARY KEY,
        version integer NOT NULL,
        position bigint NOT NULL DEFAULT 0,
        folded_at timestamptz,
        error text,
        error_position bigint,
        error_at timestamptz
    ) WITH (fillfactor = 20);
    COMMENT ON COLUMN projection.position IS 'Everything up to here is folded, in the same transaction.';
    COMMENT ON COLUMN projection.error IS 'What keeps the commit at error_position, and all after it, out.';

    CREATE TABLE timeline (
        stream_id uuid NOT NULL,
        tx bigint NOT NULL,
        recorded_at timestamptz NOT NULL,
        actor text NOT NULL,
        mode text NOT NULL,
        start timestamptz,
        until text NOT NULL,
        rescinds bigint,
        layout_only boolean NOT NULL,
        PRIMARY KEY (stream_id, tx)
    );
    COMMENT ON COLUMN timeline.start IS 'With until: the intent as given, NULL for as recorded.';
    COMMENT ON COLUMN timeline.layout_only IS 'Every operation says only how something is drawn.';

    CREATE TABLE op (
        stream_id uuid NOT NULL,
        tx bigint NOT NULL,
        ord integer NOT NULL,
        element_id uuid NOT NULL,
        attribute text NOT NULL,
        valid tstzrange NOT NULL CHECK (NOT isempty(valid)),
        kind "char" NOT NULL CHECK (kind IN ('a', 'r')),
        value jsonb,
        origin_tx bigint,
        origin_ord integer,
        PRIMARY KEY (stream_id, tx, ord)
    );
    COMMENT ON COLUMN op.kind IS 'a: assert, r: retract; value is NULL for a retract only.';
    COMMENT ON COLUMN op.origin_tx IS 'With origin_ord: the decision this stems from; NULL: decided right here.';
    CREATE INDEX op_register ON op (stream_id, element_id, attribute, tx, ord);
    CREATE INDEX op_kind ON op (stream_id, value, element_id) WHERE attribute = 'kind';

    CREATE TABLE fact (
        stream_id uuid NOT NULL,
        element_id uuid NOT NULL,
        attribute text NOT NULL,
        valid tstzrange NOT NULL CHECK (NOT isempty(valid)),
        known int8range NOT NULL CHECK (NOT isempty(known)),
        kind "char" NOT NULL CHECK (kind IN ('a', 'r')),
        value jsonb,
        tx bigint NOT NULL,
        ord integer NOT NULL,
        origin_tx bigint NOT NULL,
        origin_ord integer NOT NULL,
        boundary timestamptz
    );
    COMMENT ON TABLE fact IS 'Rows are inserted, and once closed on the known axis; never deleted.';
    COMMENT ON COLUMN fact.boundary IS 'The last bound of valid that lay ahead when this became known.';
    -- Current is what is known from some commit on. A register has at most one current row that is also
    -- valid without end, so a row stands in one of these two, and an import writes only the first.
    CREATE UNIQUE INDEX fact_open ON fact (stream_id, element_id, attribute)
        WHERE upper_inf(known) AND upper_inf(valid);
    CREATE UNIQUE INDEX fact_bounded ON fact (stream_id, element_id, attribute, upper(valid))
        WHERE upper_inf(known) AND NOT upper_inf(valid);
    CREATE INDEX fact_ahead ON fact (stream_id, boundary)
        WHERE upper_inf(known) AND boundary IS NOT NULL;
END $$;

-- The graph at an old moment: what was current then, and what was said of that time. A rebuild makes
-- these last, for a range index is built four times faster than it is written row by row.
CREATE FUNCTION read_model_moments() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    CREATE INDEX fact_then_known ON fact USING gist (known_span(stream_id, known))
        WHERE NOT upper_inf(known) AND upper_inf(valid);
    CREATE INDEX fact_then_valid ON fact USING gist (valid_span(stream_id, valid))
        WHERE NOT upper_inf(valid);
END $$;

CREATE SCHEMA read;
SELECT set_config('search_path', 'read, ' || current_setting('search_path'), true);
SELECT read_model_tables();
SELECT read_model_moments();
INSERT INTO projection (name, version) VALUES ('bitemporal', 1);
