"""What can be read of notices."""
