"""What every ballot service stands on: group commit, stores, a small WSGI toolkit, limits. Knows no ballots."""
