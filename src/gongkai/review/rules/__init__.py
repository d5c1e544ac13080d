"""Rules of the review: the order of the steps and four eyes. Pure."""
