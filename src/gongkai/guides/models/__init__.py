"""Tables of the module `guides`."""
