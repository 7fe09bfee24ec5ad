"""Campaigns: reading, designing, their schemes."""
