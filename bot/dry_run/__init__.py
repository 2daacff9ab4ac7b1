"""`python -m bot match`: a round on spreadsheets, for organisers who run a programme on them today."""
