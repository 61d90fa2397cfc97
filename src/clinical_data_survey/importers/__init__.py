"""From a survey tool's export to a wave: only what a mapping names is read, and what was left out is reported."""
