"""The rules of the trail: how an entry is written down so that it can be proved later."""
