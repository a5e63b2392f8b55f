"""The application around its doors."""
