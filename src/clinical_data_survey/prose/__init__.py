"""Sentences that depend on the wave that is loaded: a story class, one function a section."""
