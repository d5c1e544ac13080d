"""What can be read of letters."""
