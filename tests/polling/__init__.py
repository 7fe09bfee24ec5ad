"""The organiser's side of online appraisal."""
