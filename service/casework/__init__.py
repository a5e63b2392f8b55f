"""Every write. One verb per file, each in the one transaction that its door opened."""
