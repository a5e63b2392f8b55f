-- Rules that hold even when the program is wrong, or is not asked. One statement a paragraph.
-- "INSERT OR REPLACE" deletes the old row without a DELETE trigger, hence the rules named ..._no_replace.

-- history_lines: written once, one after the other, each on the hash of the line before.
CREATE TRIGGER history_lines_no_update BEFORE UPDATE ON history_lines
BEGIN
    SELECT RAISE(ABORT, 'a line of the history is never changed');
END;

CREATE TRIGGER history_lines_no_delete BEFORE DELETE ON history_lines
BEGIN
    SELECT RAISE(ABORT, 'a line of the history is never deleted');
END;

CREATE TRIGGER history_lines_no_replace BEFORE INSERT ON history_lines
WHEN EXISTS (SELECT 1 FROM history_lines WHERE case_id = NEW.case_id AND seq = NEW.seq)
BEGIN
    SELECT RAISE(ABORT, 'this line of the history is written already');
END;

CREATE TRIGGER history_lines_chain BEFORE INSERT ON history_lines
WHEN NOT (NEW.seq = 1 AND NEW.previous_hash = '') AND NOT EXISTS (
    SELECT 1 FROM history_lines
    WHERE case_id = NEW.case_id AND seq = NEW.seq - 1 AND hash = NEW.previous_hash
)
BEGIN
    SELECT RAISE(ABORT, 'a line of the history follows the one before it');
END;

-- cases: no step without its line. The line is written first, then the case, state and count at once.
-- A new case counts no lines; the deferred key fk_cases_id_history_count holds its COMMIT until it has been updated.
CREATE TRIGGER cases_no_delete BEFORE DELETE ON cases
BEGIN
    SELECT RAISE(ABORT, 'a case is never deleted');
END;

CREATE TRIGGER cases_no_replace BEFORE INSERT ON cases
WHEN EXISTS (SELECT 1 FROM cases WHERE id = NEW.id OR number = NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'UNIQUE constraint failed: cases.number');
END;

CREATE TRIGGER cases_no_replace_open BEFORE INSERT ON cases
WHEN NEW.is_open AND EXISTS (
    SELECT 1 FROM cases WHERE is_open AND member_id = NEW.member_id AND workflow = NEW.workflow
    AND (workflow = 'transfer' OR (workflow = 'dual_management' AND receiving_id = NEW.receiving_id))
)
BEGIN
    SELECT RAISE(ABORT, 'UNIQUE constraint failed: cases.member_id');
END;

CREATE TRIGGER cases_start BEFORE INSERT ON cases
WHEN NEW.history_count <> 0 OR NEW.history_head <> ''
BEGIN
    SELECT RAISE(ABORT, 'a new case has no history yet');
END;

CREATE TRIGGER cases_identity BEFORE UPDATE ON cases
WHEN NEW.id <> OLD.id OR NEW.number <> OLD.number OR NEW.workflow <> OLD.workflow
BEGIN
    SELECT RAISE(ABORT, 'a case keeps its number');
END;

CREATE TRIGGER cases_no_replace_reopened BEFORE UPDATE ON cases
WHEN NEW.is_open AND EXISTS (
    SELECT 1 FROM cases WHERE id <> OLD.id AND is_open AND member_id = NEW.member_id AND workflow = NEW.workflow
    AND (workflow = 'transfer' OR (workflow = 'dual_management' AND receiving_id = NEW.receiving_id))
)
BEGIN
    SELECT RAISE(ABORT, 'UNIQUE constraint failed: cases.member_id');
END;

CREATE TRIGGER cases_step BEFORE UPDATE ON cases
WHEN (
    NEW.state <> OLD.state OR NEW.version <> OLD.version
    OR NEW.history_count <> OLD.history_count OR NEW.history_head <> OLD.history_head
) AND NOT (
    NEW.version >= OLD.version
    AND NEW.history_count > OLD.history_count
    AND EXISTS (
        SELECT 1 FROM history_lines
        WHERE case_id = NEW.id AND seq = NEW.history_count AND to_state = NEW.state AND hash = NEW.history_head
    )
    AND NOT EXISTS (SELECT 1 FROM history_lines WHERE case_id = NEW.id AND seq = NEW.history_count + 1)
)
BEGIN
    SELECT RAISE(ABORT, 'a step of a case needs its line in the history');
END;

-- letters: a number drawn is a number used; a void letter does not come back.
CREATE TRIGGER letters_no_delete BEFORE DELETE ON letters
BEGIN
    SELECT RAISE(ABORT, 'a letter is never deleted');
END;

CREATE TRIGGER letters_no_replace BEFORE INSERT ON letters
WHEN EXISTS (SELECT 1 FROM letters WHERE id = NEW.id OR (
    issuer_id = NEW.issuer_id AND year = NEW.year AND normal_number = NEW.normal_number
))
BEGIN
    SELECT RAISE(ABORT, 'UNIQUE constraint failed: letters.normal_number');
END;

CREATE TRIGGER letters_identity BEFORE UPDATE ON letters
WHEN NEW.id <> OLD.id OR NEW.case_id <> OLD.case_id OR NEW.issuer_id <> OLD.issuer_id OR NEW.year <> OLD.year
    OR NEW.number <> OLD.number OR NEW.normal_number <> OLD.normal_number
BEGIN
    SELECT RAISE(ABORT, 'a letter keeps its number');
END;

CREATE TRIGGER letters_status BEFORE UPDATE ON letters
WHEN NEW.status <> OLD.status AND NOT (OLD.status = 'valid' OR (OLD.status = 'lost' AND NEW.status = 'void'))
BEGIN
    SELECT RAISE(ABORT, 'a lost or void letter does not come back');
END;

-- posts: whoever gives out sign-ins does not audit them.
CREATE TRIGGER posts_insert_apart BEFORE INSERT ON posts
WHEN NEW.role IN ('administrator', 'auditor') AND EXISTS (
    SELECT 1 FROM posts
    WHERE user_id = NEW.user_id AND role IN ('administrator', 'auditor') AND role <> NEW.role
)
BEGIN
    SELECT RAISE(ABORT, 'nobody is administrator and auditor at once');
END;

CREATE TRIGGER posts_update_apart BEFORE UPDATE ON posts
WHEN NEW.role IN ('administrator', 'auditor') AND EXISTS (
    SELECT 1 FROM posts
    WHERE user_id = NEW.user_id AND role IN ('administrator', 'auditor') AND role <> NEW.role AND id <> OLD.id
)
BEGIN
    SELECT RAISE(ABORT, 'nobody is administrator and auditor at once');
END;

-- alerts: what was raised stays raised. A second one is left out without a word, as ON CONFLICT DO NOTHING would.
CREATE TRIGGER alerts_no_delete BEFORE DELETE ON alerts
BEGIN
    SELECT RAISE(ABORT, 'an alert is never deleted');
END;

CREATE TRIGGER alerts_no_replace BEFORE INSERT ON alerts
WHEN EXISTS (SELECT 1 FROM alerts WHERE id = NEW.id OR (
    case_id = NEW.case_id AND clock = NEW.clock AND turn = NEW.turn
    AND rung = NEW.rung AND recipient_id = NEW.recipient_id
))
BEGIN
    SELECT RAISE(IGNORE);
END;

CREATE TRIGGER alerts_identity BEFORE UPDATE ON alerts
WHEN NEW.id <> OLD.id OR NEW.case_id <> OLD.case_id OR NEW.clock <> OLD.clock OR NEW.turn <> OLD.turn
    OR NEW.rung <> OLD.rung OR NEW.recipient_id <> OLD.recipient_id OR NEW.raised_at <> OLD.raised_at
BEGIN
    SELECT RAISE(ABORT, 'an alert stays what it was raised for');
END;
