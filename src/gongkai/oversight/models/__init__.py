"""Tables of the module `oversight`."""
