"""A made-up wave as each survey tool would export it, and data/examples made of it."""
