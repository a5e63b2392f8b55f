-- case_links: that one case follows from another or settles it. One statement a paragraph.
-- "INSERT OR REPLACE" deletes the old row without a DELETE trigger, hence the rule named ..._no_replace.

CREATE TRIGGER case_links_no_update BEFORE UPDATE ON case_links
BEGIN
    SELECT RAISE(ABORT, 'a link between two cases is never changed');
END;

CREATE TRIGGER case_links_no_delete BEFORE DELETE ON case_links
BEGIN
    SELECT RAISE(ABORT, 'a link between two cases is never deleted');
END;

CREATE TRIGGER case_links_no_replace BEFORE INSERT ON case_links
WHEN EXISTS (SELECT 1 FROM case_links WHERE case_id = NEW.case_id AND other_id = NEW.other_id AND kind = NEW.kind)
BEGIN
    SELECT RAISE(ABORT, 'this link between two cases is written already');
END;
