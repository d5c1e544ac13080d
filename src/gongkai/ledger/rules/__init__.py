"""Rules of the module. Pure."""
