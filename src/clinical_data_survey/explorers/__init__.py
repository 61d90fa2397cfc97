"""Explorers: a reader asks "what if" and one object answers in a notebook, on the site and in print."""
