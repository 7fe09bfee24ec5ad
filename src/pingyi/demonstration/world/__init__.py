"""The province itself: places, and what is true of counties and windows."""
