-- cases: one report per unit and quarter, and a report stays about them. One statement a paragraph.
-- "INSERT OR REPLACE" deletes the old row without a DELETE trigger, hence the rule named ..._no_replace_...

CREATE TRIGGER cases_no_replace_report BEFORE INSERT ON cases
WHEN NEW.quarter IS NOT NULL AND EXISTS (
    SELECT 1 FROM cases WHERE receiving_id = NEW.receiving_id AND quarter = NEW.quarter
)
BEGIN
    SELECT RAISE(ABORT, 'UNIQUE constraint failed: cases.receiving_id, cases.quarter');
END;

CREATE TRIGGER cases_report_identity BEFORE UPDATE ON cases
WHEN NEW.quarter IS NOT OLD.quarter
    OR (OLD.quarter IS NOT NULL AND (NEW.receiving_id <> OLD.receiving_id OR NEW.member_id IS NOT OLD.member_id))
BEGIN
    SELECT RAISE(ABORT, 'a report stays about its unit and its quarter');
END;
