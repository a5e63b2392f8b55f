"""Statements that must all fail, by the table they are aimed at. Several in one string make one transaction."""

# ruff: noqa: S608 - these statements are the attack

_LINE = "(case_id, seq, at, action, from_state, to_state, body, previous_hash, hash)"
_CASE = (
    "(id, number, workflow, workflow_version, kind, member_id, state, is_open, version, opened_at, opened_by_party, "
    "opened_by_id, entered_at, due_provisional, receiving_id, route, particulars, turns, history_count, history_head, "
    "quarter)"
)
_LETTER = (
    "(id, case_id, issuer_id, year, kind, number, normal_number, issued_on, valid_days, expires_on, first_issued_on, "
    "status, issuer_external)"
)
_ALERT = "(id, case_id, clock, turn, rung, recipient_id, due_on, raised_at, mailed_out)"
_DAY = "'2026-11-24'"
_A, _B, _C = "a" * 64, "b" * 64, "c" * 64


def _line(case_id: int, seq: int, previous: str, to_state: str = "in_transit") -> str:
    return f"history_lines {_LINE} VALUES ({case_id}, {seq}, {_DAY}, 'x', 'x', '{to_state}', '', '{previous}', '{_C}')"


def _case(
    case_id: int, member: str, number: str = "T9", *, is_open: bool = True, count: int = 0, workflow: str = "transfer"
) -> str:
    about = f"'{member}'" if member else "NULL"
    quarter = "NULL" if member else "'2026-Q3'"
    return (
        f"cases {_CASE} VALUES ({case_id}, '{number}', '{workflow}', 1, '', {about}, 'draft', {is_open}, 1, {_DAY}, "
        f"'outflow', 1, {_DAY}, FALSE, 1, '', '{{}}', '{{}}', {count}, '', {quarter})"
    )


def _letter(letter_id: int, number: str) -> str:
    days = f"{_DAY}, 90, {_DAY}, {_DAY}"
    return f"letters {_LETTER} VALUES ({letter_id}, 1, 1, 2026, 'paper', 'x', '{number}', {days}, 'valid', FALSE)"


def _alert(alert_id: int, clock: str) -> str:
    return f"alerts {_ALERT} VALUES ({alert_id}, 1, '{clock}', 1, 'overdue', 1, {_DAY}, {_DAY}, TRUE)"


def _access(line_id: int) -> str:
    return f"access_lines (id, at, user_id, what, reason) VALUES ({line_id}, {_DAY}, 2, 'phone', 'y')"


def _limit(line_id: int) -> str:
    columns = "(id, at, organization_id, workflow, name, length, basis)"
    return f"limit_changes {columns} VALUES ({line_id}, {_DAY}, 1, 'transfer', 'draft', 9, 'y')"


def _decision(line_id: int) -> str:
    columns = "(id, at, user_id, member_id, other_id, decision, reason)"
    return f"duplicate_decisions {columns} VALUES ({line_id}, {_DAY}, 1, 'm1', 'm2', 'merged', 'y')"


def _link(kind: str) -> str:
    return f"case_links (case_id, other_id, kind, at) VALUES (5, 1, '{kind}', '2026-01-01')"


def _strike(line_id: int, kind: str = "struck") -> str:
    columns = "(id, at, user_id, batch_id, row, kind, words_sealed)"
    return f"batch_strikes {columns} VALUES ({line_id}, {_DAY}, 1, 'b1', 2, '{kind}', '')"


def _certificate(key: int, number: str, case_id: int = 5, status: str = "'void', '2026-11-24'") -> str:
    columns = "(id, case_id, issuer_id, number, normal_number, issued_on, inspected_on, valid_until, status, ended_on)"
    return f"certificates {columns} VALUES ({key}, {case_id}, 1, 'x', '{number}', {_DAY}, {_DAY}, {_DAY}, {status})"


_THIRD_LINE = f"INSERT INTO {_line(1, 3, _B)}"

ANYWHERE = {
    "history": [
        "UPDATE history_lines SET body = 'x'",
        "UPDATE history_lines SET hash = 'x' WHERE seq = 2",
        "UPDATE history_lines SET case_id = 7 WHERE seq = 2",
        "DELETE FROM history_lines",
        "DELETE FROM history_lines WHERE seq = 2",
        f"INSERT INTO {_line(1, 2, _A)}",
        f"INSERT INTO {_line(1, 4, _C)}",
        f"INSERT INTO {_line(1, 0, '')}",
        f"INSERT INTO {_line(1, 3, _A)}",
        f"INSERT INTO {_line(1, 3, '')}",
        f"INSERT INTO {_line(2, 1, _B)}",
        f"INSERT INTO {_line(2, 2, '')}",
        f"INSERT INTO {_line(1, 2, _A)} ON CONFLICT (case_id, seq) DO UPDATE SET body = 'x'",
    ],
    "cases": [
        "UPDATE cases SET state = 'completed' WHERE id = 1",
        "UPDATE cases SET version = version + 1 WHERE id = 1",
        "UPDATE cases SET history_count = 1 WHERE id = 1",
        f"UPDATE cases SET history_count = 1, history_head = '{_A}', state = 'draft' WHERE id = 1",
        "UPDATE cases SET history_count = 3 WHERE id = 1",
        "UPDATE cases SET history_head = 'x' WHERE id = 1",
        "UPDATE cases SET state = 'completed', version = version + 1, history_count = 3 WHERE id = 1",
        f"{_THIRD_LINE}; UPDATE cases SET state = 'x', history_count = 3, history_head = '{_C}' WHERE id = 1",
        f"{_THIRD_LINE}; UPDATE cases SET history_count = 3, history_head = 'x' WHERE id = 1",
        f"{_THIRD_LINE}; UPDATE cases SET version = 1, history_count = 3, history_head = '{_C}' WHERE id = 1",
        f"{_THIRD_LINE}; UPDATE cases SET history_count = 2, version = 3 WHERE id = 1",
        "UPDATE cases SET number = 'T2' WHERE id = 1",
        "UPDATE cases SET id = 7 WHERE id = 1",
        "UPDATE cases SET workflow = 'dual_management' WHERE id = 1",
        "DELETE FROM cases",
        f"INSERT INTO {_case(9, 'm1')}",
        f"INSERT INTO {_case(9, 'm1', workflow='follow_up')}",
        "UPDATE cases SET member_id = NULL WHERE id = 1",
        "UPDATE cases SET quarter = '2026-Q3' WHERE id = 1",
        "UPDATE cases SET member_id = 'm2' WHERE id = 8",
        "UPDATE cases SET member_id = 'm2', quarter = NULL WHERE id = 8",
        "UPDATE cases SET quarter = '2026-Q2' WHERE id = 8",
        "UPDATE cases SET receiving_id = 2 WHERE id = 8",
        f"INSERT INTO {_case(9, '', workflow='flow_report')}",
        f"INSERT INTO {_case(9, '')}",
        f"INSERT INTO {_case(9, 'm2', workflow='flow_report')}",
        f"INSERT INTO {_case(1, 'm2')}",
        f"INSERT INTO {_case(9, 'm2', 'T1')}",
        f"INSERT INTO {_case(9, 'm2', count=1)}",
    ],
    "letters": [
        "UPDATE letters SET number = 'x'",
        "UPDATE letters SET normal_number = 'x'",
        "UPDATE letters SET issuer_id = 2",
        "UPDATE letters SET year = 2025",
        "UPDATE letters SET case_id = 2",
        "UPDATE letters SET id = 7",
        "UPDATE letters SET status = 'lost'; UPDATE letters SET status = 'valid'",
        "UPDATE letters SET status = 'void'; UPDATE letters SET status = 'valid'",
        "UPDATE letters SET status = 'void'; UPDATE letters SET status = 'lost'",
        "DELETE FROM letters",
        f"INSERT INTO {_letter(7, '〔2026〕第 0001 号')}",
    ],
    "posts": [
        "INSERT INTO posts (id, user_id, role, organization_id) VALUES (7, 1, 'auditor', 1)",
        "INSERT INTO posts (id, user_id, role, organization_id) VALUES (7, 2, 'administrator', 1)",
        "UPDATE posts SET user_id = 1 WHERE id = 2",
        "UPDATE posts SET user_id = 2 WHERE id = 1",
    ],
    "alerts": [
        "UPDATE alerts SET clock = 'x'",
        "UPDATE alerts SET turn = 2",
        "UPDATE alerts SET rung = 'reminder'",
        "UPDATE alerts SET recipient_id = 2",
        "UPDATE alerts SET case_id = 2",
        "UPDATE alerts SET id = 7",
        "UPDATE alerts SET raised_at = '2026-01-01'",
        "DELETE FROM alerts",
    ],
    "access": [
        "UPDATE access_lines SET reason = 'y'",
        "UPDATE access_lines SET user_id = 2",
        "UPDATE access_lines SET id = 7",
        "DELETE FROM access_lines",
        f"INSERT INTO {_access(1)}",
        f"INSERT INTO {_access(1)} ON CONFLICT (id) DO UPDATE SET reason = 'y'",
    ],
    "limits": [
        "UPDATE limit_changes SET length = 9",
        "UPDATE limit_changes SET user_id = 2",
        "UPDATE limit_changes SET id = 7",
        "DELETE FROM limit_changes",
        f"INSERT INTO {_limit(1)}",
        f"INSERT INTO {_limit(1)} ON CONFLICT (id) DO UPDATE SET length = 9",
    ],
    "duplicates": [
        "UPDATE duplicate_decisions SET reason = 'y'",
        "UPDATE duplicate_decisions SET decision = 'distinct'",
        "DELETE FROM duplicate_decisions",
        f"INSERT INTO {_decision(1)}",
        f"INSERT INTO {_decision(2)}",
        f"INSERT INTO {_decision(1)} ON CONFLICT (id) DO UPDATE SET reason = 'y'",
    ],
    "certificates": [
        "UPDATE certificates SET number = 'x'",
        "UPDATE certificates SET normal_number = 'x'",
        "UPDATE certificates SET issued_on = '2026-01-01'",
        "UPDATE certificates SET case_id = 5",
        "UPDATE certificates SET id = 7",
        "UPDATE certificates SET status = 'lost'",
        "UPDATE certificates SET status = 'valid', ended_on = NULL WHERE id = 2",
        "UPDATE certificates SET status = 'lost' WHERE id = 2",
        "DELETE FROM certificates",
        f"INSERT INTO {_certificate(7, 'HD-2026-1')}",
        f"INSERT INTO {_certificate(7, 'HD-2026-3', 1, chr(39) + 'valid' + chr(39) + ', NULL')}",
    ],
    "links": [
        "UPDATE case_links SET kind = 'settles'",
        "UPDATE case_links SET at = '2026-01-01'",
        "DELETE FROM case_links",
        f"INSERT INTO {_link('follows')}",
        f"INSERT INTO {_link('follows')} ON CONFLICT (case_id, other_id, kind) DO UPDATE SET at = '2026-01-01'",
        f"INSERT INTO {_link('likes')}",
    ],
    "strikes": [
        "UPDATE batch_strikes SET kind = 'restored'",
        "UPDATE batch_strikes SET user_id = 2",
        "UPDATE batch_strikes SET id = 7",
        "DELETE FROM batch_strikes",
        f"INSERT INTO {_strike(1)}",
        f"INSERT INTO {_strike(7, 'x')}",
        f"INSERT INTO {_strike(1)} ON CONFLICT (id) DO UPDATE SET kind = 'restored'",
    ],
}

UNLINED_CASE = f"INSERT INTO {_case(9, 'm2')}"
"""A case without a line, refused at COMMIT."""

SQLITE_ONLY = [
    f"INSERT OR REPLACE INTO {_line(1, 2, _A)}",
    f"INSERT OR REPLACE INTO {_line(1, 1, '')}",
    f"REPLACE INTO {_line(1, 2, _A)}",
    f"INSERT OR IGNORE INTO {_line(1, 2, _A)}",
    f"INSERT OR REPLACE INTO {_case(1, 'm2')}",
    f"INSERT OR REPLACE INTO {_case(9, 'm2', 'T1')}",
    f"INSERT OR REPLACE INTO {_case(9, 'm1')}",
    "UPDATE OR REPLACE history_lines SET seq = 1 WHERE seq = 2",
    "UPDATE OR REPLACE cases SET is_open = TRUE WHERE id = 5",
    f"INSERT OR REPLACE INTO {_case(9, 'm1', workflow='follow_up')}",
    "UPDATE OR REPLACE cases SET is_open = TRUE WHERE id = 7",
    f"INSERT OR REPLACE INTO {_case(9, '', workflow='flow_report')}",
    f"INSERT OR REPLACE INTO {_letter(1, 'x')}",
    f"INSERT OR REPLACE INTO {_letter(7, '〔2026〕第 0001 号')}",
    f"INSERT OR REPLACE INTO {_alert(1, 'x')}",
    f"INSERT OR REPLACE INTO {_alert(7, 'review')}",
    f"INSERT OR REPLACE INTO {_access(1)}",
    f"INSERT OR REPLACE INTO {_limit(1)}",
    f"INSERT OR REPLACE INTO {_decision(1)}",
    f"INSERT OR REPLACE INTO {_decision(2)}",
    f"INSERT OR REPLACE INTO {_link('follows')}",
    f"INSERT OR REPLACE INTO {_strike(1)}",
    f"INSERT OR REPLACE INTO {_certificate(1, 'HD-2026-9')}",
    f"INSERT OR REPLACE INTO {_certificate(7, 'HD-2026-1')}",
]

POSTGRES_ONLY = [
    "TRUNCATE history_lines CASCADE",
    "TRUNCATE cases CASCADE",
    "TRUNCATE letters CASCADE",
    "TRUNCATE alerts CASCADE",
    "TRUNCATE access_lines CASCADE",
    "TRUNCATE limit_changes CASCADE",
    "TRUNCATE duplicate_decisions CASCADE",
    "TRUNCATE case_links CASCADE",
    "TRUNCATE batch_strikes CASCADE",
    "TRUNCATE certificates CASCADE",
    "TRUNCATE organizations CASCADE",
    _THIRD_LINE,  # a line that its case does not count
    # a table that stands in for the real one in this connection only
    "CREATE TEMPORARY TABLE history_lines AS SELECT * FROM public.history_lines;"
    f"INSERT INTO {_line(1, 3, _B, 'completed')};"
    f"UPDATE cases SET state = 'completed', version = 3, history_count = 3, history_head = '{_C}' WHERE id = 1",
]
