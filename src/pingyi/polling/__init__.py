"""The organiser's side of an online appraisal."""
