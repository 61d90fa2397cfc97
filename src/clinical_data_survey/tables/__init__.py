"""Tables that the book prints: one table class, one function a table."""
