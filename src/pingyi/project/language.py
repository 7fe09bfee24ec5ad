"""The language of a page follows from its address alone."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.translation import get_language


class LanguageOfTheAddress(LocaleMiddleware):
    """English below /en/, Chinese elsewhere; nothing depends on the browser, so caches need not tell browsers apart."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:  # noqa: ARG002
        """Name the language; unlike Django's own, add no Vary header and redirect nowhere."""
        response.headers.setdefault("Content-Language", get_language())
        return response
