"""Routes that name their rule. A view without a rule is refused, whatever URL leads to it."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

PUBLIC = "public"
READING = ("GET", "HEAD")
View = Callable[..., HttpResponseBase]


class Code(StringConverter):
    """A code in an address: `<code:name>`. Control characters are in no code, and PostgreSQL refuses some of them."""

    regex = r"[^/\x00-\x1f\x7f]+"


register_converter(Code, "code")


def public(route: str, view: View, name: str) -> URLPattern:
    """Return a route anybody may open, to read: any method but GET and HEAD is refused."""
    shown = _ruled(_only_read(view), PUBLIC)
    shown.csrf_exempt = True  # type: ignore[attr-defined]  # it refuses every form itself, and says so
    return path(route, shown, name=name)


def staff(route: str, view: View, name: str, *, rule: str) -> URLPattern:
    """Return a route for staff who hold `rule` somewhere; the view checks it again for the thing it touches."""
    return path(route, _guarded(view, rule), name=name)


def _only_read(view: View) -> View:
    @wraps(view)
    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in READING:
            return view(request, *args, **kwargs)
        refusal = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        refusal["Allow"] = ", ".join(READING)
        return refusal

    return read


def _ruled(view: View, rule: str) -> View:
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    shown.rule = rule  # type: ignore[attr-defined]
    return shown


def _guarded(view: View, rule: str) -> View:
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.has_perm(rule):
            raise PermissionDenied(rule)
        return view(request, *args, **kwargs)

    return _ruled(wraps(view)(guarded), rule)


class DenyByDefault:
    """Refuses every view that names no rule, except the sign-in pages of allauth."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, kwargs: Any) -> None:  # noqa: ARG002
        """Refuse before the view runs."""
        if hasattr(view, "rule") or view.__module__.startswith("allauth."):
            return
        raise PermissionDenied("no rule")
