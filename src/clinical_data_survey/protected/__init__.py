"""A wave's numbers after disclosure control, and what of it may leave the machine."""
