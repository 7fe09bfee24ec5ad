"""The trustees: T1 keeps the envelopes and opens the outer layer, T2 opens the inner one and counts. No Django."""
