"""How the score comes about, written from the frozen scheme itself."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from pingyi.campaigns.queries import frozen_scheme, public_campaigns
from pingyi.results.queries import scheme_in_force
from pingyi.scoring.describing import describe
from pingyi.scoring.scheme import read_scheme
from pingyi.web.site.freshness import kept_briefly


@kept_briefly
def method(request: HttpRequest, code: str | None = None) -> HttpResponse:
    """Show the frozen scheme of one campaign, or of the one that is going on, in words."""
    scheme = frozen_scheme(get_object_or_404(public_campaigns(), code=code)) if code else scheme_in_force()
    if scheme is None:
        raise Http404("no frozen scheme")
    shown = {"campaign": scheme.campaign, "scheme": scheme, "sections": describe(read_scheme(scheme.text))}
    return render(request, "site/method.html", shown)
