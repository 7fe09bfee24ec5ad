"""The public log: trees, tiles, notes, and what a log and a witness say to each other. Pure."""
