"""The journal: every act, latest first, and the check that nothing in it was changed."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from pingyi.journal.models import JournalEntry
from pingyi.journal.queries import verify_chain
from pingyi.web.office.access import require_everywhere, words_asked
from pingyi.web.office.told import tell

PER_PAGE = 50


def journal(request: HttpRequest) -> HttpResponse:
    """Show entries, all or those of one person or thing."""
    require_everywhere(request, "journal.view")
    words = words_asked(request)
    entries = JournalEntry.objects.order_by("-seq")
    if words:
        entries = entries.filter(Q(actor=words) | Q(thing=words) | Q(thing__endswith=f":{words}"))
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    lines = list(zip(page, tell(page), strict=True))
    return render(request, "office/journal.html", {"page": page, "lines": lines, "words": words})


def verify(request: HttpRequest) -> HttpResponse:
    """Follow the whole chain and say what was found."""
    require_everywhere(request, "journal.view")
    if request.method != "POST":
        return redirect("office-journal")
    return render(request, "office/journal_verified.html", {"report": verify_chain()})
