-- Lines that are written once: who looked at what, and who set which limit. One statement a paragraph.
-- "INSERT OR REPLACE" deletes the old row without a DELETE trigger, hence the rules named ..._no_replace.

-- access_lines: who looked at a person's full numbers, or took a list out of the house.
CREATE TRIGGER access_lines_no_update BEFORE UPDATE ON access_lines
BEGIN
    SELECT RAISE(ABORT, 'a line about a look at data is never changed');
END;

CREATE TRIGGER access_lines_no_delete BEFORE DELETE ON access_lines
BEGIN
    SELECT RAISE(ABORT, 'a line about a look at data is never deleted');
END;

CREATE TRIGGER access_lines_no_replace BEFORE INSERT ON access_lines
WHEN EXISTS (SELECT 1 FROM access_lines WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'this line about a look at data is written already');
END;

-- limit_changes: who set a limit for which subtree, and when.
CREATE TRIGGER limit_changes_no_update BEFORE UPDATE ON limit_changes
BEGIN
    SELECT RAISE(ABORT, 'a line about a limit is never changed');
END;

CREATE TRIGGER limit_changes_no_delete BEFORE DELETE ON limit_changes
BEGIN
    SELECT RAISE(ABORT, 'a line about a limit is never deleted');
END;

CREATE TRIGGER limit_changes_no_replace BEFORE INSERT ON limit_changes
WHEN EXISTS (SELECT 1 FROM limit_changes WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'this line about a limit is written already');
END;
