"""Tests of the province."""
