-- cases: a report stays about its unit and its quarter; the unique index keeps it to one. One statement a paragraph.

CREATE FUNCTION desk_cases_report_identity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.quarter IS DISTINCT FROM OLD.quarter OR (OLD.quarter IS NOT NULL AND (
        NEW.receiving_id <> OLD.receiving_id OR NEW.member_id IS DISTINCT FROM OLD.member_id
    )) THEN
        RAISE EXCEPTION 'a report stays about its unit and its quarter'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER cases_report_identity BEFORE UPDATE ON cases
FOR EACH ROW EXECUTE FUNCTION desk_cases_report_identity();
