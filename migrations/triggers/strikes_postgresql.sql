-- batch_strikes: who struck a person out of a batch, and who put the person back. One statement a paragraph.

CREATE TRIGGER batch_strikes_no_change BEFORE UPDATE OR DELETE ON batch_strikes
FOR EACH ROW EXECUTE FUNCTION desk_refuse();

CREATE TRIGGER batch_strikes_no_truncate BEFORE TRUNCATE ON batch_strikes
FOR EACH STATEMENT EXECUTE FUNCTION desk_refuse();
