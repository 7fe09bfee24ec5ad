"""A witness: cosigns the checkpoints of logs it knows, as long as each log only grows."""
