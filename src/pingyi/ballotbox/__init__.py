"""The ballot box: takes envelopes with entry tokens, logs them in public, answers with a receipt. Knows no person."""
