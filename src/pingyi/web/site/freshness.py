"""How long anybody may keep a residents' page."""

from django.views.decorators.cache import cache_control

kept_briefly = cache_control(public=True, max_age=60)
