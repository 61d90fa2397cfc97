"""Implied: what must hold among those who answered, from the published figures alone: sharp bounds."""
