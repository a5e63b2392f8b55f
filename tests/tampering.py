"""What somebody who has the file can do to it behind the program's back."""

import sqlite3

RULES = ("history_lines_no_update", "history_lines_no_delete")
CASE_RULES = (*RULES, "cases_step", "cases_no_delete")


def tamper(engine, *statements, rules=RULES):
    """Take the rules away, change something, put the rules back."""
    connection = sqlite3.connect(engine.url.database)
    find = "SELECT sql FROM sqlite_master WHERE name = ?"
    made = [connection.execute(find, (rule,)).fetchone() for rule in rules]
    for rule in rules:
        connection.execute(f"DROP TRIGGER {rule}")
    for statement in statements:
        connection.execute(statement)
    for (sql,) in made:
        connection.execute(sql)
    connection.commit()
    connection.close()
