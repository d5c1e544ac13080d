"""Tables of the module `applications`."""
