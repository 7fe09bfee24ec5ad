"""Whole invented ballot campaigns, written as folders, for the tests of everything that reads one."""
