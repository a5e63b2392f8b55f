-- certificates: a number given is a number used; one that is lost, void or handed back does not come back.
-- One statement a paragraph.

CREATE TRIGGER certificates_no_delete BEFORE DELETE ON certificates
FOR EACH ROW EXECUTE FUNCTION desk_refuse();

CREATE TRIGGER certificates_no_truncate BEFORE TRUNCATE ON certificates
FOR EACH STATEMENT EXECUTE FUNCTION desk_refuse();

CREATE FUNCTION desk_certificates_identity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id, NEW.case_id, NEW.issuer_id, NEW.number, NEW.normal_number, NEW.issued_on)
        <> (OLD.id, OLD.case_id, OLD.issuer_id, OLD.number, OLD.normal_number, OLD.issued_on)
    THEN
        RAISE EXCEPTION 'a certificate keeps its number' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.status <> 'valid' AND NEW.status <> OLD.status THEN
        RAISE EXCEPTION 'a certificate that no longer counts does not come back'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER certificates_identity BEFORE UPDATE ON certificates
FOR EACH ROW EXECUTE FUNCTION desk_certificates_identity();
