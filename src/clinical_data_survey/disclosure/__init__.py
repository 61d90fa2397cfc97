"""Disclosure control: which counts of a wave must be hidden so that nobody can be recognised."""
