"""Being built."""

from django.http import HttpRequest, HttpResponse


def search(request: HttpRequest, **asked: str) -> HttpResponse:
    """Say nothing yet."""
    return HttpResponse(status=404)


def unit(request: HttpRequest, **asked: str) -> HttpResponse:
    """Say nothing yet."""
    return HttpResponse(status=404)
