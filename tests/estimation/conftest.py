"""Properties are tried on fifty examples and never timed: the machine may be busy."""

from hypothesis import settings

settings.register_profile("house", deadline=None, max_examples=50)
settings.load_profile("house")
