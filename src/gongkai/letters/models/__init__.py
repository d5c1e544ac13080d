"""Tables of the module `letters`."""
