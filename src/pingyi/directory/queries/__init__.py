"""Reads of the directory: units, postings."""
