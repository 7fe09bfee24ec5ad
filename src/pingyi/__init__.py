"""Pingyi 评议: public appraisal of public agencies, secret, verifiable, honest, closed by the citizen."""

__version__ = "0.1.0"
