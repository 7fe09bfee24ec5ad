"""Units: reading the directory, changing one unit, importing many."""
