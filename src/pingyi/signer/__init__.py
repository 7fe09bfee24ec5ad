"""The signers S (ballot tokens) and R (entry tokens): one program, each with keys and a store of its own."""
