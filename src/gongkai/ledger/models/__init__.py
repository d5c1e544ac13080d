"""Tables of the module `ledger`."""
