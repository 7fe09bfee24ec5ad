"""The first page, and the page of one campaign."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pingyi.web.site.freshness import kept_briefly


@kept_briefly
def home(request: HttpRequest) -> HttpResponse:
    """Show the campaign that is going on and the doors from here."""
    return render(request, "site/home.html")
