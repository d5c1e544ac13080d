"""Rules of applications. Pure."""
