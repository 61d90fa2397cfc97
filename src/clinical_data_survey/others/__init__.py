"""Other surveys: what peers were asked and answered, each with its study; beside the survey, never mixed with it."""
