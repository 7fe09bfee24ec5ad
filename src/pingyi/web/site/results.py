"""Being built."""

from django.http import HttpRequest, HttpResponse


def tree(request: HttpRequest, **asked: str) -> HttpResponse:
    """Say nothing yet."""
    return HttpResponse(status=404)


def below(request: HttpRequest, **asked: str) -> HttpResponse:
    """Say nothing yet."""
    return HttpResponse(status=404)


def alike(request: HttpRequest, **asked: str) -> HttpResponse:
    """Say nothing yet."""
    return HttpResponse(status=404)
