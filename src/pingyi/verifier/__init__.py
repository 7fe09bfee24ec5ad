"""Checks a ballot package the way anybody can."""
