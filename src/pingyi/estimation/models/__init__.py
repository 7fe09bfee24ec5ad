"""Figures that lean on a model: small units, case mix, mode, reliability, drivers. Each says so where it is shown."""
