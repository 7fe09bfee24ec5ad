"""Being built."""

from django.http import HttpRequest, HttpResponse


def as_csv(request: HttpRequest, **asked: str) -> HttpResponse:
    """Say nothing yet."""
    return HttpResponse(status=404)


def as_json(request: HttpRequest, **asked: str) -> HttpResponse:
    """Say nothing yet."""
    return HttpResponse(status=404)
