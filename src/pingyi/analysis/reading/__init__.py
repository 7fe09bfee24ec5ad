"""From a file somebody hands in to canonical rows, or to a list of everything that is wrong with it."""
