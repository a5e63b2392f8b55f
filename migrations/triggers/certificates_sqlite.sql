-- certificates: a number given is a number used; one that is lost, void or handed back does not come back.
-- One statement a paragraph. "INSERT OR REPLACE" deletes the old row without a DELETE trigger, hence ..._no_replace.

CREATE TRIGGER certificates_no_delete BEFORE DELETE ON certificates
BEGIN
    SELECT RAISE(ABORT, 'a certificate is never deleted');
END;

CREATE TRIGGER certificates_no_replace BEFORE INSERT ON certificates
WHEN EXISTS (SELECT 1 FROM certificates WHERE id = NEW.id
    OR (issuer_id = NEW.issuer_id AND normal_number = NEW.normal_number)
    OR (case_id = NEW.case_id AND status = 'valid' AND NEW.status = 'valid'))
BEGIN
    SELECT RAISE(ABORT, 'UNIQUE constraint failed: certificates.normal_number');
END;

CREATE TRIGGER certificates_identity BEFORE UPDATE ON certificates
WHEN NEW.id <> OLD.id OR NEW.case_id <> OLD.case_id OR NEW.issuer_id <> OLD.issuer_id OR NEW.number <> OLD.number
    OR NEW.normal_number <> OLD.normal_number OR NEW.issued_on <> OLD.issued_on
BEGIN
    SELECT RAISE(ABORT, 'a certificate keeps its number');
END;

CREATE TRIGGER certificates_status BEFORE UPDATE ON certificates
WHEN OLD.status <> 'valid' AND NEW.status <> OLD.status
BEGIN
    SELECT RAISE(ABORT, 'a certificate that no longer counts does not come back');
END;
