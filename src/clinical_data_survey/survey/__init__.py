"""What was asked, and a set of answers to it."""
