-- cases: one open follow-up per person. One statement a paragraph.
-- "INSERT OR REPLACE" deletes the old row without a DELETE trigger, hence the rules named ..._no_replace_...

CREATE TRIGGER cases_no_replace_follow_up BEFORE INSERT ON cases
WHEN NEW.is_open AND NEW.workflow = 'follow_up' AND EXISTS (
    SELECT 1 FROM cases WHERE is_open AND member_id = NEW.member_id AND workflow = 'follow_up'
)
BEGIN
    SELECT RAISE(ABORT, 'UNIQUE constraint failed: cases.member_id');
END;

CREATE TRIGGER cases_no_replace_reopened_follow_up BEFORE UPDATE ON cases
WHEN NEW.is_open AND NEW.workflow = 'follow_up' AND EXISTS (
    SELECT 1 FROM cases WHERE id <> OLD.id AND is_open AND member_id = NEW.member_id AND workflow = 'follow_up'
)
BEGIN
    SELECT RAISE(ABORT, 'UNIQUE constraint failed: cases.member_id');
END;
