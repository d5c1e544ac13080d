"""Tables of the module `remedies`."""
