-- batch_strikes: who struck a person out of a batch, and who put the person back. One statement a paragraph.
-- "INSERT OR REPLACE" deletes the old row without a DELETE trigger, hence the rule named ..._no_replace.

CREATE TRIGGER batch_strikes_no_update BEFORE UPDATE ON batch_strikes
BEGIN
    SELECT RAISE(ABORT, 'who struck a person out of a batch is never changed');
END;

CREATE TRIGGER batch_strikes_no_delete BEFORE DELETE ON batch_strikes
BEGIN
    SELECT RAISE(ABORT, 'who struck a person out of a batch is never deleted');
END;

CREATE TRIGGER batch_strikes_no_replace BEFORE INSERT ON batch_strikes
WHEN EXISTS (SELECT 1 FROM batch_strikes WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'who struck a person out of a batch is written already');
END;
