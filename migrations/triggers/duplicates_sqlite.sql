-- duplicate_decisions: who said of two records that they are one person or two. One statement a paragraph.
-- "INSERT OR REPLACE" deletes the old row without a DELETE trigger, hence the rule named ..._no_replace.

CREATE TRIGGER duplicate_decisions_no_update BEFORE UPDATE ON duplicate_decisions
BEGIN
    SELECT RAISE(ABORT, 'a decision about two records is never changed');
END;

CREATE TRIGGER duplicate_decisions_no_delete BEFORE DELETE ON duplicate_decisions
BEGIN
    SELECT RAISE(ABORT, 'a decision about two records is never deleted');
END;

CREATE TRIGGER duplicate_decisions_no_replace BEFORE INSERT ON duplicate_decisions
WHEN EXISTS (SELECT 1 FROM duplicate_decisions WHERE id = NEW.id
    OR (NEW.decision = 'merged' AND decision = 'merged' AND member_id = NEW.member_id))
BEGIN
    SELECT RAISE(ABORT, 'this decision about two records is written already');
END;
