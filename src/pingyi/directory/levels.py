"""The four levels of the administrative divisions. Pure."""

LEVELS = ("province", "prefecture", "county", "township")  # from top to bottom
