"""Questionnaires: reading versions, starting and importing them, releasing."""
