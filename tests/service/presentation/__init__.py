"""What is shown, derived once."""
