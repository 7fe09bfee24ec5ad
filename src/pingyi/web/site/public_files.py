"""What a demonstration shows beside its pages: the resident's page, the verifying page, the ballot packages, a code.

In production a web server outside the rated agency serves these files, and codes come by letter.
"""

from pathlib import Path

import segno
from csp.decorators import csp_exempt
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.static import serve

from pingyi.demonstration.appraisal.running import any_code, link_of, running_appraisal
from pingyi.tokens import codes


@csp_exempt()  # type: ignore[arg-type] # its stub knows views without a path only
def page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send a file of the appraisal pages; they bring their own content policy."""
    return _sent(request, path, "appraise")


@csp_exempt()  # type: ignore[arg-type] # its stub knows views without a path only
def package(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send a file of a ballot package, for `pingyi verify` over an address."""
    return _sent(request, path, "ballots")


@never_cache
def demonstration_code(request: HttpRequest) -> HttpResponseBase:
    """Hand out a code of the demonstration, as a letter would bring it."""
    appraisal = running_appraisal()
    invitation = any_code(appraisal) if appraisal else None
    if appraisal is None or invitation is None:
        raise Http404("no demonstration is open")
    link = link_of(appraisal, invitation, request.build_absolute_uri(f"/appraise/{appraisal.public_id}.html"))
    picture = segno.make(link, error="m").svg_inline(scale=5, border=2, omitsize=False, lineclass=None)
    shown = {"campaign": appraisal.campaign, "link": link, "code": codes.printed(invitation.code)}
    cell = appraisal.cells.get(index=invitation.cell)
    # The drawing is segno's and holds nothing that came from outside.
    return render(request, "site/demonstration_code.html", {**shown, "cell": cell, "qr": mark_safe(picture)})  # noqa: S308


def _sent(request: HttpRequest, path: str, folder: str) -> HttpResponseBase:
    if settings.PRODUCTION:
        raise Http404(path)
    answer = serve(request, path, document_root=str(Path(settings.PINGYI_VAR, "public", folder)))
    if path.endswith("checkpoint") or path.endswith(".json") or path.endswith(".html"):
        answer["Cache-Control"] = "no-store"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
