"""Who may see what of a case. A package, so that its files share one world."""
