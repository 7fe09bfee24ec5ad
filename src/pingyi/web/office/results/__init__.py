"""Results: reading runs, scoring, signing, publishing."""
