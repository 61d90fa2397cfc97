"""Plausible: populations that fit every claim, drawn under a named prior; the synthetic wave is one, written out."""
