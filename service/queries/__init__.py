"""Every read. Builders that name what they load and change nothing."""
