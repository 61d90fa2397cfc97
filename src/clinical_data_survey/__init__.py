"""The executable edition of the Clinical Data Survey (2019)."""
