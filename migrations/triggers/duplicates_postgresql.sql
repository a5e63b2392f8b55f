-- duplicate_decisions: who said of two records that they are one person or two. One statement a paragraph.

CREATE TRIGGER duplicate_decisions_no_change BEFORE UPDATE OR DELETE ON duplicate_decisions
FOR EACH ROW EXECUTE FUNCTION desk_refuse();

CREATE TRIGGER duplicate_decisions_no_truncate BEFORE TRUNCATE ON duplicate_decisions
FOR EACH STATEMENT EXECUTE FUNCTION desk_refuse();
