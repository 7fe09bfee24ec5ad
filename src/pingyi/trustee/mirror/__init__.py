"""What a trustee holds of the campaign: its public files, a checked copy of the log, and T1 the envelopes."""
