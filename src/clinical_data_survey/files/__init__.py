"""Files read and kept: tables of data with their schema, large text, what is computed once a build."""
