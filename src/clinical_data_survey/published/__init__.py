"""Published: what the news item states, read as intervals, and what the figures alone allow."""
