"""The online appraisal of a campaign, from the roll to the rows."""
