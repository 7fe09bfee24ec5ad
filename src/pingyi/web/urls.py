"""All pages."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/", include("pingyi.web.office.urls")),
    path("", include("pingyi.web.site.urls")),
]
