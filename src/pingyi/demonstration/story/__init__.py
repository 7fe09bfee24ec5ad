"""What happened in 云岭省, chapter by chapter, each at its moment and through the public actions only."""
