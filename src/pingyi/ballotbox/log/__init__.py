"""The public log as others see it: checkpoints, tiles in the public folder, witnesses."""
