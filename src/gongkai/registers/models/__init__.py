"""Tables of the module `registers`."""
