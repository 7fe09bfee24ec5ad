"""The office's pages. The second word of a name is its section (`templatetags.office`)."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from pingyi.web.office import accounts, calendars, evidence, journal, norms, people, planning, proposals, refused, today
from pingyi.web.office.campaigns import changes as campaign_changes
from pingyi.web.office.campaigns import reading as campaigns
from pingyi.web.office.campaigns import schemes
from pingyi.web.office.polling import changes as polling_changes
from pingyi.web.office.polling import manifests
from pingyi.web.office.polling import reading as polling
from pingyi.web.office.polling import rows as polling_rows
from pingyi.web.office.questionnaires import changes as questionnaire_changes
from pingyi.web.office.questionnaires import examples, picking
from pingyi.web.office.questionnaires import reading as questionnaires
from pingyi.web.office.results import changes as result_changes
from pingyi.web.office.results import quality
from pingyi.web.office.results import reading as results
from pingyi.web.office.units import changes as unit_changes
from pingyi.web.office.units import entries, moves, points
from pingyi.web.office.units import imports as unit_imports
from pingyi.web.office.units import reading as units
from pingyi.web.routing import staff


class Suffix:
    """The two kinds of table."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        """Return it as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Return it as it stands."""
        return value


register_converter(Suffix, "table")

_units: list[URLPattern | URLResolver] = [
    staff("", units.units, "office-units", rule="directory.view"),
    staff("add/", entries.add_top, "office-units-add", rule="directory.change"),
    staff("import/", unit_imports.bring, "office-units-import", rule="directory.change"),
    staff("import/<slug:key>/", unit_imports.check, "office-units-check", rule="directory.change"),
    staff("all.<table:suffix>", units.export, "office-units-export", rule="directory.view"),
    staff("<code:code>/", units.unit, "office-unit", rule="directory.view"),
    staff("<code:code>/rename/", unit_changes.rename, "office-unit-rename", rule="directory.change"),
    staff("<code:code>/close/", unit_changes.close, "office-unit-close", rule="directory.change"),
    staff("<code:code>/add/", entries.add_below, "office-unit-add", rule="directory.change"),
    staff("<code:code>/describe/", entries.describe, "office-unit-describe", rule="directory.change"),
    staff("<code:code>/move/", moves.move, "office-unit-move", rule="directory.change"),
    staff("<code:code>/merge/", moves.merge, "office-unit-merge", rule="directory.change"),
    staff("<code:code>/split/", moves.split, "office-unit-split", rule="directory.change"),
    staff("<code:code>/points/add/", points.add, "office-unit-point-add", rule="directory.change"),
    staff("<code:code>/points/<code:point>/", points.change, "office-unit-point", rule="directory.change"),
    staff(
        "<code:code>/points/<code:point>/remove/", points.remove, "office-unit-point-remove", rule="directory.change"
    ),
    staff("<code:code>/grant/", people.grant, "office-unit-grant", rule="postings.grant"),
]
_norms: list[URLPattern | URLResolver] = [
    staff("", norms.norms, "office-norms", rule="directory.view"),
    staff("add/", norms.add, "office-norms-add", rule="directory.change"),
    staff("<code:code>/", norms.norm, "office-norm", rule="directory.view"),
    staff("<code:code>/version/", norms.add_version, "office-norm-version", rule="directory.change"),
]
_calendar: list[URLPattern | URLResolver] = [
    staff("", calendars.this_year, "office-calendar", rule="directory.view"),
    staff("<int:number>/", calendars.year, "office-calendar-year", rule="directory.view"),
    staff("<int:number>/load/", calendars.load, "office-calendar-load", rule="directory.change"),
    staff("<int:number>/<int:month>/<int:date>/", calendars.day, "office-calendar-day", rule="directory.change"),
]
_people: list[URLPattern | URLResolver] = [
    staff("", people.people, "office-people", rule="postings.grant"),
    staff("add/", people.add, "office-people-add", rule="staff.change"),
    staff("grant/", people.grant_everywhere, "office-grant-everywhere", rule="postings.grant"),
    staff("<int:pk>/", accounts.account, "office-account", rule="staff.change"),
    staff("<int:pk>/change/", accounts.change, "office-account-change", rule="staff.change"),
    staff("<int:pk>/close/", accounts.close, "office-account-close", rule="staff.change"),
    staff("<int:pk>/reopen/", accounts.reopen, "office-account-reopen", rule="staff.change"),
    staff("<int:pk>/password/", accounts.password, "office-account-password", rule="staff.change"),
    staff("<int:pk>/factors/", accounts.factors, "office-account-factors", rule="staff.change"),
    staff("postings/<int:pk>/end/", people.end, "office-posting-end", rule="postings.grant"),
]
_questionnaires: list[URLPattern | URLResolver] = [
    staff("", questionnaires.questionnaires, "office-questionnaires", rule="questionnaires.view"),
    staff("new/", questionnaire_changes.start, "office-questionnaires-new", rule="questionnaires.change"),
    staff("blank/", picking.blank, "office-questionnaires-blank", rule="questionnaires.change"),
    staff("<slug:code>/pick/", picking.pick, "office-questionnaire-pick", rule="questionnaires.change"),
    staff(
        "<slug:code>/<int:number>/examples/",
        examples.examples,
        "office-questionnaire-examples",
        rule="questionnaires.view",
    ),
    staff(
        "<slug:code>/<int:number>/examples/add/",
        examples.add,
        "office-questionnaire-example-add",
        rule="questionnaires.change",
    ),
    staff("<slug:code>/", questionnaires.questionnaire, "office-questionnaire", rule="questionnaires.view"),
    staff(
        "<slug:code>/import/", questionnaire_changes.bring, "office-questionnaire-import", rule="questionnaires.change"
    ),
    staff(
        "<slug:code>/<int:number>/", questionnaires.preview, "office-questionnaire-preview", rule="questionnaires.view"
    ),
    staff(
        "<slug:code>/<int:number>/paper/",
        questionnaires.paper,
        "office-questionnaire-paper",
        rule="questionnaires.view",
    ),
    staff(
        "<slug:code>/<int:number>.json", questionnaires.as_json, "office-questionnaire-json", rule="questionnaires.view"
    ),
    staff(
        "<slug:code>/<int:number>.xlsx",
        questionnaires.as_xlsform,
        "office-questionnaire-xlsx",
        rule="questionnaires.view",
    ),
    staff(
        "<slug:code>/<int:number>/release/",
        questionnaire_changes.release,
        "office-questionnaire-release",
        rule="questionnaires.change",
    ),
]
_campaigns: list[URLPattern | URLResolver] = [
    staff("", campaigns.campaigns, "office-campaigns", rule="campaigns.view"),
    staff("new/", campaign_changes.create, "office-campaign-new", rule="campaigns.change"),
    staff("<slug:code>/", campaigns.campaign, "office-campaign", rule="campaigns.view"),
    staff("<slug:code>/timetable/", campaign_changes.timetable, "office-campaign-timetable", rule="campaigns.change"),
    staff("<slug:code>/cover/", campaign_changes.cover, "office-campaign-cover", rule="campaigns.change"),
    staff("<slug:code>/form/", campaign_changes.attach, "office-campaign-form", rule="campaigns.change"),
    staff("<slug:code>/external/", campaign_changes.external, "office-campaign-external", rule="campaigns.change"),
    staff("<slug:code>/scheme/", schemes.scheme, "office-scheme", rule="campaigns.view"),
    staff("<slug:code>/scheme/preset/", schemes.add_preset, "office-scheme-preset", rule="campaigns.change"),
    staff("<slug:code>/scheme/file/", schemes.add_text, "office-scheme-text", rule="campaigns.change"),
    staff("<slug:code>/scheme/<int:number>.toml", schemes.as_file, "office-scheme-file", rule="campaigns.view"),
    staff("<slug:code>/scheme/freeze/", schemes.freeze, "office-freeze", rule="campaigns.freeze"),
    staff("<slug:code>/evidence/", evidence.evidence, "office-evidence", rule="evidence.view"),
    staff("<slug:code>/evidence/<slug:kind>/import/", evidence.bring, "office-evidence-bring", rule="evidence.import"),
    staff("<slug:code>/evidence/check/<slug:key>/", evidence.check, "office-evidence-check", rule="evidence.import"),
    staff("<slug:code>/results/", results.results, "office-results", rule="results.view"),
    staff("<slug:code>/results/score/", result_changes.score, "office-results-score", rule="results.run"),
    staff("<slug:code>/results/<int:number>/", results.result, "office-result", rule="results.view"),
    staff(
        "<slug:code>/results/<int:number>/diagnostics/",
        quality.diagnostics,
        "office-result-diagnostics",
        rule="results.view",
    ),
    staff("<slug:code>/results/<int:number>/sign/", result_changes.sign, "office-result-sign", rule="results.sign"),
    staff(
        "<slug:code>/results/<int:number>/publish/",
        result_changes.publish,
        "office-result-publish",
        rule="results.sign",
    ),
]
_polling: list[URLPattern | URLResolver] = [
    staff("", polling.overview, "office-polling", rule="polling.view"),
    staff("prepare/", polling_changes.begin, "office-polling-prepare", rule="polling.change"),
    staff("people/", polling_changes.people, "office-polling-people", rule="polling.change"),
    staff("cells/", polling.cells, "office-polling-cells", rule="polling.view"),
    staff("cells/draft/", polling_changes.bring_cells, "office-polling-cells-bring", rule="polling.change"),
    staff("questionnaire.json", polling.questionnaire, "office-polling-questionnaire", rule="polling.view"),
    staff("draft/", manifests.draft, "office-polling-draft", rule="polling.change"),
    staff("draft/<slug:key>/", manifests.drafted, "office-polling-drafted", rule="polling.change"),
    staff("draft/<slug:key>/file/", manifests.draft_file, "office-polling-draft-file", rule="polling.change"),
    staff("manifest/", manifests.take_in, "office-polling-manifest", rule="polling.change"),
    staff("manifest.json", polling.manifest_file, "office-polling-manifest-file", rule="polling.view"),
    staff("places/", polling_changes.places, "office-polling-places", rule="polling.change"),
    staff("poster/", polling.poster, "office-polling-poster", rule="polling.view"),
    staff("objections/", polling_changes.objections, "office-polling-objections", rule="polling.change"),
    staff("objections/<int:number>/", polling_changes.objection, "office-polling-objection", rule="polling.change"),
    staff("rows/", polling_rows.rows, "office-polling-rows", rule="polling.change"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    staff("", today.today, "office-today", rule="office.view"),
    staff("refused/<slug:key>/", refused.refused, "office-refused", rule="office.view"),
    staff("refused/<slug:key>/file/", refused.marked, "office-refused-file", rule="office.view"),
    staff("proposals/", proposals.proposals, "office-proposals", rule="office.view"),
    staff("proposals/<int:pk>/", proposals.proposal, "office-proposal", rule="office.view"),
    path("units/", include(_units)),
    path("norms/", include(_norms)),
    path("calendar/", include(_calendar)),
    path("people/", include(_people)),
    path("questionnaires/", include(_questionnaires)),
    staff("planning/", planning.planning, "office-planning", rule="campaigns.view"),
    path("campaigns/<slug:code>/polling/", include(_polling)),
    path("campaigns/", include(_campaigns)),
    staff("evidence/", evidence.imports, "office-imports", rule="evidence.view"),
    staff("results/", results.outcomes, "office-outcomes", rule="results.view"),
    staff("journal/", journal.journal, "office-journal", rule="journal.view"),
    staff("journal/verify/", journal.verify, "office-journal-verify", rule="journal.view"),
]
