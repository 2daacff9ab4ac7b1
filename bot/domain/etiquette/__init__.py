"""The house rules of asking well: limits as numbers, and the reading of a note before it is sent."""
