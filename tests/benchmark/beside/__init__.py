"""What the application is measured beside; nothing of it is imported here."""
