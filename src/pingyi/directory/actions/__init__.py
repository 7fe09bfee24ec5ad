"""Every write to the directory. One public function = one act = one transaction = one journal entry."""
