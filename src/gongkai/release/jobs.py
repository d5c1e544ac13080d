"""The queued work of the module `release`."""
