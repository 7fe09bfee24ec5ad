"""Sessions of staff slide on; residents have none."""

from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse


class StaffSession(SessionMiddleware):
    """Prolongs a session whenever a page reads it.

    Django's own way (SESSION_SAVE_EVERY_REQUEST) would set a cookie on public pages that never asked for one, and
    answer 400 there to a browser whose session has run out.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Count the twelve hours from this click."""
        if request.session.accessed and not request.session.is_empty():
            request.session.modified = True
        return super().process_response(request, response)
