"""Commands of online appraisal: one module for each body, and for whoever checks. None of them starts Django."""
