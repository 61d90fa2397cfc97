"""Prose that depends on the wave that is loaded: a story class, one function a section."""
