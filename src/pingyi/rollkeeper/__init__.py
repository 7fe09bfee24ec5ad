"""The roll keeper: people to cells, codes, keys and letters; offline, and forgetful once the letters are mailed."""
