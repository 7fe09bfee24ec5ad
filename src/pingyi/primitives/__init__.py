"""What every ballot format stands on: tagged hashes, base32, canonical JSON, Ed25519 by one rule, integers, reading."""
