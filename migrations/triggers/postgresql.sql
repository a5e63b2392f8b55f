-- Rules that hold even when the program is wrong, or is not asked. One statement a paragraph.
-- ENABLE ALWAYS: session_replication_role = replica would silence them otherwise.
-- pg_temp comes last in the functions' search path: a temporary table could stand in for a real one otherwise.

CREATE FUNCTION desk_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is never allowed', TG_OP, TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- history_lines: written once, one after the other, each on the hash of the line before.
CREATE TRIGGER history_lines_no_change BEFORE UPDATE OR DELETE ON history_lines
FOR EACH ROW EXECUTE FUNCTION desk_refuse();

CREATE TRIGGER history_lines_no_truncate BEFORE TRUNCATE ON history_lines
FOR EACH STATEMENT EXECUTE FUNCTION desk_refuse();

CREATE FUNCTION desk_history_lines_chain() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT (NEW.seq = 1 AND NEW.previous_hash = '') AND NOT EXISTS (
        SELECT FROM history_lines
        WHERE case_id = NEW.case_id AND seq = NEW.seq - 1 AND hash = NEW.previous_hash
    ) THEN
        RAISE EXCEPTION 'a line of the history follows the one before it'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER history_lines_chain BEFORE INSERT ON history_lines
FOR EACH ROW EXECUTE FUNCTION desk_history_lines_chain();

-- cases: no step without its line. State and count change at once; at COMMIT the last line agrees with the case.
CREATE TRIGGER cases_no_delete BEFORE DELETE ON cases
FOR EACH ROW EXECUTE FUNCTION desk_refuse();

CREATE TRIGGER cases_no_truncate BEFORE TRUNCATE ON cases
FOR EACH STATEMENT EXECUTE FUNCTION desk_refuse();

CREATE FUNCTION desk_cases_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.number, NEW.workflow) <> (OLD.id, OLD.number, OLD.workflow) THEN
        RAISE EXCEPTION 'a case keeps its number' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (NEW.state, NEW.version, NEW.history_count, NEW.history_head)
        <> (OLD.state, OLD.version, OLD.history_count, OLD.history_head)
        AND NOT (NEW.version >= OLD.version AND NEW.history_count > OLD.history_count)
    THEN
        RAISE EXCEPTION 'a step of a case needs its line in the history'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER cases_step BEFORE UPDATE ON cases
FOR EACH ROW EXECUTE FUNCTION desk_cases_step();

CREATE FUNCTION desk_history_agrees() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    the_case bigint;
BEGIN
    IF TG_TABLE_NAME = 'cases' THEN the_case := NEW.id; ELSE the_case := NEW.case_id; END IF;
    IF NOT EXISTS (
        SELECT FROM cases
        JOIN history_lines AS line ON line.case_id = cases.id AND line.seq = cases.history_count
        WHERE cases.id = the_case AND line.to_state = cases.state AND line.hash = cases.history_head
    ) OR EXISTS (
        SELECT FROM cases
        JOIN history_lines AS line ON line.case_id = cases.id AND line.seq = cases.history_count + 1
        WHERE cases.id = the_case
    ) THEN
        RAISE EXCEPTION 'case % and its history do not agree', the_case
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER cases_insert_agrees AFTER INSERT ON cases DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION desk_history_agrees();

CREATE CONSTRAINT TRIGGER cases_update_agrees AFTER UPDATE ON cases DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW WHEN ((NEW.state, NEW.version, NEW.history_count) <> (OLD.state, OLD.version, OLD.history_count))
EXECUTE FUNCTION desk_history_agrees();

CREATE CONSTRAINT TRIGGER history_lines_agree AFTER INSERT ON history_lines DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION desk_history_agrees();

-- letters: a number drawn is a number used; a void letter does not come back.
CREATE TRIGGER letters_no_delete BEFORE DELETE ON letters
FOR EACH ROW EXECUTE FUNCTION desk_refuse();

CREATE TRIGGER letters_no_truncate BEFORE TRUNCATE ON letters
FOR EACH STATEMENT EXECUTE FUNCTION desk_refuse();

CREATE FUNCTION desk_letters_identity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.case_id, NEW.issuer_id, NEW.year, NEW.number, NEW.normal_number)
        <> (OLD.id, OLD.case_id, OLD.issuer_id, OLD.year, OLD.number, OLD.normal_number)
    THEN
        RAISE EXCEPTION 'a letter keeps its number' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.status <> OLD.status AND NOT (OLD.status = 'valid' OR (OLD.status = 'lost' AND NEW.status = 'void')) THEN
        RAISE EXCEPTION 'a lost or void letter does not come back' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER letters_identity BEFORE UPDATE ON letters
FOR EACH ROW EXECUTE FUNCTION desk_letters_identity();

-- posts: whoever gives out sign-ins does not audit them. The lock makes two grants at once take turns.
CREATE FUNCTION desk_posts_apart() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM users WHERE id = NEW.user_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM posts
        WHERE user_id = NEW.user_id AND role IN ('administrator', 'auditor') AND role <> NEW.role AND id <> NEW.id
    ) THEN
        RAISE EXCEPTION 'nobody is administrator and auditor at once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER posts_apart BEFORE INSERT OR UPDATE ON posts
FOR EACH ROW WHEN (NEW.role IN ('administrator', 'auditor')) EXECUTE FUNCTION desk_posts_apart();

-- alerts: what was raised stays raised.
CREATE TRIGGER alerts_no_delete BEFORE DELETE ON alerts
FOR EACH ROW EXECUTE FUNCTION desk_refuse();

CREATE TRIGGER alerts_no_truncate BEFORE TRUNCATE ON alerts
FOR EACH STATEMENT EXECUTE FUNCTION desk_refuse();

CREATE FUNCTION desk_alerts_identity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.case_id, NEW.clock, NEW.turn, NEW.rung, NEW.recipient_id, NEW.raised_at)
        <> (OLD.id, OLD.case_id, OLD.clock, OLD.turn, OLD.rung, OLD.recipient_id, OLD.raised_at)
    THEN
        RAISE EXCEPTION 'an alert stays what it was raised for' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER alerts_identity BEFORE UPDATE ON alerts
FOR EACH ROW EXECUTE FUNCTION desk_alerts_identity();
