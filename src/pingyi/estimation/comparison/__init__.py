"""Fair tables: what may be said of many units side by side."""
