"""Being built."""

from django.http import HttpRequest, HttpResponse


def campaign(request: HttpRequest, **asked: str) -> HttpResponse:
    """Say nothing yet."""
    return HttpResponse(status=404)
