"""The online appraisal that is over: a trial at forty windows before this year's campaign, by the real programs."""

import datetime as dt
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

from pingyi.campaigns.actions import add_scheme, attach_form, cover_units, create_campaign, freeze_scheme
from pingyi.campaigns.drafts import Draft, Moments
from pingyi.demonstration.appraisal.bodies import RATED, Houses
from pingyi.demonstration.appraisal.ceremony import Ceremony, Clock
from pingyi.demonstration.appraisal.founding import Founded, Terms, found
from pingyi.demonstration.appraisal.loopback import Services as Loopback
from pingyi.demonstration.appraisal.loopback import running
from pingyi.demonstration.appraisal.opinions import opinions
from pingyi.demonstration.appraisal.residents import Booth, Services, Voter, appraise
from pingyi.demonstration.story.design import ORGANISER, released
from pingyi.demonstration.story.ground import staff_called
from pingyi.demonstration.story.times import at
from pingyi.demonstration.world.places import DEPARTMENT
from pingyi.demonstration.world.windows import counters
from pingyi.foundation.places import var_folder
from pingyi.polling.actions import fix_manifest, plan_cells, prepare, say_where, take_in_rows
from pingyi.polling.models import OnlineAppraisal
from pingyi.polling.queries import online_form
from pingyi.protocol.cells import records
from pingyi.protocol.parties import Party
from pingyi.rollkeeper.invitations import stored
from pingyi.scoring.presets import preset_text
from pingyi.tokens import codes
from pingyi.wording import Text

CODE: Final = "windows-trial"
CELLS, BALLOTS = 40, 6_000
# days before today: called, open, closed, taken in; published in ten days
CALLED, OPENS, CLOSES, COUNTED, DUE = 140, 130, 110, 95, -10
LINKS: Final = {"problem": "/", "discipline": "/", "privacy": "/privacy/", "verify": "/appraise/verify.html"}
TURNOUT: Final = (0.08, 0.3, 0.75)  # of a few cells, of some, of most


def houses_of(code: str) -> Houses:
    """Return the folders of the bodies of a demonstration's online appraisal, and its public folder."""
    public = var_folder("public", "ballots") / code
    return Houses(var_folder("demonstration", "bodies") / code, public)


def call(today: dt.date) -> None:
    """Create the trial's campaign, freeze its scheme and begin its online appraisal."""
    organiser = staff_called("organiser")
    days = {"mobilise_at": CALLED, "collect_at": OPENS, "close_at": CLOSES, "score_at": 96, "object_at": 20}
    moments = Moments(**{name: at(today - dt.timedelta(shift)) for name, shift in {**days, "publish_at": DUE}.items()})
    year = moments.collect_at.year
    draft = Draft(
        code=CODE,
        year=year,
        name=Text(f"云岭省{year}年办证窗口网上评议试点", f"Yunling {year}: trial of online appraisal at windows"),
        organiser=ORGANISER,
        formal_object=DEPARTMENT,
        mode="independent",
        moments=moments,
        demonstration=True,
    )
    campaign = create_campaign(draft, by=organiser)
    attach_form(campaign, "online", released("online"), by=organiser)
    version = add_scheme(campaign, preset_text("recommended"), by=organiser)
    cover_units(campaign, by=organiser)
    freeze_scheme(version, by=staff_called("organiser2"))
    prepare(campaign, CODE, RATED, by=organiser)


def hold(seed: int, *, cells: int = CELLS, ballots: int = BALLOTS) -> None:
    """Found the trial, let residents appraise, close, open, publish, and take the verified rows in."""
    appraisal = OnlineAppraisal.objects.get(public_id=CODE)
    houses, terms = houses_of(CODE), terms_of(appraisal, _invited(cells, ballots))
    founded = found(houses, terms)
    settle(appraisal, houses, founded)
    clock = Clock.at(appraisal.campaign.collect_at + dt.timedelta(days=2))
    with running(houses, clock) as services:
        services.checkpointer.round()
        _appraise(houses, founded, terms, services, seed)
        clock.moment = appraisal.campaign.close_at.timestamp() + 3_600
        ceremony = Ceremony(houses, services, clock)
        ceremony.close()
        ceremony.open()
        ceremony.end()


def take_in() -> None:
    """Verify the published package and take its rows in as evidence."""
    appraisal = OnlineAppraisal.objects.get(public_id=CODE)
    take_in_rows(appraisal, str(houses_of(CODE).public), by=staff_called("organiser"))


def terms_of(appraisal: OnlineAppraisal, invited: dict[str, int]) -> Terms:
    """Return what the manifest of `appraisal` fixes."""
    campaign, form = appraisal.campaign, online_form(appraisal.campaign)
    scheme = campaign.schemes.get(frozen_at__isnull=False)
    if form is None:
        raise LookupError("the campaign asks nothing online")
    return Terms(appraisal.public_id, campaign.collect_at, campaign.close_at, form, scheme.digest, invited, LINKS)


def settle(appraisal: OnlineAppraisal, houses: Houses, founded: Founded) -> None:
    """Let the office take in cells and manifest, note the places, and lay the pages out."""
    organiser = staff_called("organiser")
    plan_cells(appraisal, houses.folder(Party.M) / "desk" / "plan" / "cells-draft.csv", by=organiser)
    signatures, cells = ((houses.public / name).read_bytes() for name in ("manifest.sigs", "cells.jsonl"))
    fix_manifest(appraisal, founded.content, signatures, cells=cells, by=organiser)
    say_where(appraisal, public_place=str(houses.public), page_address="", by=organiser)
    lay_out(founded, houses)


def lay_out(founded: Founded, houses: Houses) -> None:
    """Put both pages and the campaign's files where the site shows them: public/appraise/."""
    folder = Path(settings.PINGYI_VAR, "public", "appraise")
    (folder / "c").mkdir(parents=True, exist_ok=True)
    (folder / f"{houses.public.name}.html").write_bytes(founded.page)
    (folder / "verify.html").write_bytes(founded.verifier)
    link = folder / "c" / founded.fingerprint
    if not link.is_symlink():
        link.symlink_to(Path("..", "..", "ballots", houses.public.name), target_is_directory=True)
    fingerprints = sorted(place.name for place in (folder / "c").iterdir())
    (folder / "campaigns.json").write_text(json.dumps(fingerprints), encoding="utf-8")


def _invited(cells: int, ballots: int) -> dict[str, int]:
    """Return how many people each window invites, so that about `ballots` come."""
    each = max(150, round(ballots / cells / 0.62))
    return dict.fromkeys(counters().units[:cells], each)


def _appraise(houses: Houses, founded: Founded, terms: Terms, services: Loopback, seed: int) -> None:
    with (houses.public / "cells.jsonl").open("rb") as file:
        booth = Booth(founded.manifest, founded.camp, tuple(records(file)))
    voters = list(_voters(houses, booth, terms, seed))
    doors = Services(
        lambda body: services.issue(Party.S, body), lambda body: services.issue(Party.R, body), services.box.cast
    )
    appraise(booth, voters, doors)


def _voters(houses: Houses, booth: Booth, terms: Terms, seed: int) -> Iterator[Voter]:
    """Yield who takes part, each with answers drawn from what is true of the window."""
    dice = random.Random(seed)  # noqa: S311 - what people answer is drawn by the demonstration's seed, not a secret
    invited = sorted(stored(houses.folder(Party.M) / "desk/rolls/0/secret/codes.bin"), key=lambda one: one.line)
    said = {cell.index: opinions(cell.unit, terms.form, seed) for cell in booth.cells}
    for one in invited:
        share = TURNOUT[0] if one.cell % 13 == 5 else TURNOUT[1] if one.cell % 7 == 3 else TURNOUT[2]
        if dice.random() < share:
            yield Voter(one.cell, codes.seed(one.code, terms.id), next(said[one.cell]))
