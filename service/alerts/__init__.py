"""The clock's door and the post office: what falls due is raised, what has lapsed lapses, and mail tells of both."""
