"""Rules of organs: their codes, their levels, how names sort, who holds which duty. Pure."""
