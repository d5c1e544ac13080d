"""Rules of letters. Pure."""
