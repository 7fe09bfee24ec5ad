"""Commands over files: tallies, scores, estimates, samples, recomputation. None of them needs a database."""
