"""The operations of the module `release`."""
