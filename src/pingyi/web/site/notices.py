"""Pages that are words only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pingyi.web.site.freshness import kept_briefly


@kept_briefly
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept, for how long, and what a person may ask for."""
    return render(request, "site/privacy.html")


@kept_briefly
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how the pages can be read and what does not work yet."""
    return render(request, "site/accessibility.html")
