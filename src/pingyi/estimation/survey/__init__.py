"""Design-based estimation on the rows of one sample, for what stage-1 sums cannot carry."""
