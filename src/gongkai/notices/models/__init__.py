"""Tables of the module `notices`."""
