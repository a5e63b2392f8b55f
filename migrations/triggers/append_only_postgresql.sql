-- Lines that are written once: who looked at what, and who set which limit. One statement a paragraph.

-- access_lines: who looked at a person's full numbers, or took a list out of the house.
CREATE TRIGGER access_lines_no_change BEFORE UPDATE OR DELETE ON access_lines
FOR EACH ROW EXECUTE FUNCTION desk_refuse();

CREATE TRIGGER access_lines_no_truncate BEFORE TRUNCATE ON access_lines
FOR EACH STATEMENT EXECUTE FUNCTION desk_refuse();

-- limit_changes: who set a limit for which subtree, and when.
CREATE TRIGGER limit_changes_no_change BEFORE UPDATE OR DELETE ON limit_changes
FOR EACH ROW EXECUTE FUNCTION desk_refuse();

CREATE TRIGGER limit_changes_no_truncate BEFORE TRUNCATE ON limit_changes
FOR EACH STATEMENT EXECUTE FUNCTION desk_refuse();
