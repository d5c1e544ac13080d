"""The queries of the module `release`."""
