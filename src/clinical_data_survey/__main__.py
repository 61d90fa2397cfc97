"""`python -m clinical_data_survey` is the command `cds`."""

from clinical_data_survey.cli import main

main()
