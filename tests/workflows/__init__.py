"""The rules, tested without a database: the law beside the code, guard by guard, table by table."""
