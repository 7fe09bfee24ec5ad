"""The root of all URLs. Every route below names its rule (`web.routing`)."""

from django.urls import include, path

urlpatterns = [
    path("", include("pingyi.web.urls")),
]
