"""Tables of the module `deliveries`."""
