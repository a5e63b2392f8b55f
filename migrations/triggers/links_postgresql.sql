-- case_links: that one case follows from another or settles it. One statement a paragraph.

CREATE TRIGGER case_links_no_change BEFORE UPDATE OR DELETE ON case_links
FOR EACH ROW EXECUTE FUNCTION desk_refuse();

CREATE TRIGGER case_links_no_truncate BEFORE TRUNCATE ON case_links
FOR EACH STATEMENT EXECUTE FUNCTION desk_refuse();
