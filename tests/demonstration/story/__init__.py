"""Tests of the story."""
