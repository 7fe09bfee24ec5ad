"""Evidence drawn from the truth by a seed, kind by kind, and written as files."""
