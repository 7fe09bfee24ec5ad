"""The residents' pages: open to all, no cookie, no session. The first word of a name is its section (`context`)."""

from django.urls import URLPattern, URLResolver

from pingyi.web.routing import public
from pingyi.web.site import campaigns, figures, home, method, notices, public_files, results, units

urlpatterns: list[URLPattern | URLResolver] = [
    public("", home.home, "home"),
    public("campaigns/<slug:code>/", campaigns.campaign, "campaign"),
    public("campaigns/<slug:code>/package.zip", campaigns.package, "campaign-package"),
    public("units/", units.search, "units"),
    public("units/<code:code>/", units.unit, "units-one"),
    public("units/<code:code>/figures.csv", figures.as_csv, "units-csv"),
    public("units/<code:code>/figures.json", figures.as_json, "units-json"),
    public("results/", results.tree, "results"),
    public("results/in/<code:code>/", results.below, "results-below"),
    public("results/alike/<code:group>/", results.alike, "results-alike"),
    public("method/", method.method, "method"),
    public("method/<slug:code>/", method.method, "method-of"),
    public("privacy/", notices.privacy, "privacy"),
    public("appraise/<path:path>", public_files.page, "appraise-file"),
    public("public/ballots/<path:path>", public_files.package, "ballots-file"),
    public("demonstration/code/", public_files.demonstration_code, "demonstration-code"),
    public("accessibility/", notices.accessibility, "accessibility"),
]
