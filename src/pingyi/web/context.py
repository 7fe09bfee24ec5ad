"""What every page knows: the campaign it stands in, where it may lead, the other language and the other size."""

from dataclasses import dataclass

from django.http import HttpRequest

from pingyi.campaigns.models import Campaign
from pingyi.campaigns.queries import current_campaign, frozen_scheme, organiser_of
from pingyi.results.queries import latest_published
from pingyi.wording import Text

ENGLISH = "/en"


@dataclass(frozen=True, slots=True)
class Door:
    """One entry of the residents' navigation."""

    section: str
    route: str
    name: Text


@dataclass(frozen=True, slots=True)
class House:
    """What the frame of a page shows."""

    campaign: Campaign | None
    organiser: Text | None
    scheme: bool  # a frozen scheme can be read
    doors: tuple[Door, ...]
    section: str
    large: bool
    other_size: str
    other_language: str

    @property
    def demonstration(self) -> bool:
        """Whether everything shown is invented."""
        return self.campaign is not None and self.campaign.demonstration

    @property
    def internal(self) -> bool:
        """Whether the rated body appraises itself."""
        return self.campaign is not None and self.campaign.mode == Campaign.Mode.INTERNAL


def house(request: HttpRequest) -> dict[str, House]:
    """Return the frame of the page; no session, no cookie."""
    campaign, out = current_campaign(), latest_published()
    scheme = out is not None or (campaign is not None and frozen_scheme(campaign) is not None)
    return {
        "house": House(
            campaign=campaign,
            organiser=organiser_of(campaign) if campaign else None,
            scheme=scheme,
            doors=_doors(published=out is not None, scheme=scheme),
            section=_section(request),
            large=request.GET.get("text") == "large",
            other_size=_other_size(request),
            other_language=_other_language(request),
        )
    }


def _doors(*, published: bool, scheme: bool) -> tuple[Door, ...]:
    """Name only what exists."""
    doors = [Door("home", "home", Text("首页", "Home")), Door("units", "units", Text("看单位", "Units"))]
    if published:
        doors.append(Door("results", "results", Text("看结果", "Results")))
    if scheme:
        doors.append(Door("method", "method", Text("计分办法", "Method")))
    return tuple(doors)


def _section(request: HttpRequest) -> str:
    """Return the first word of the route's name: "unit-figures" and "unit" belong to "unit"."""
    match = request.resolver_match
    return (match.url_name or "").split("-")[0] if match else ""


def _other_size(request: HttpRequest) -> str:
    query = request.GET.copy()
    if query.pop("text", None) != ["large"]:
        query["text"] = "large"
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _other_language(request: HttpRequest) -> str:
    path = request.get_full_path()
    return path.removeprefix(ENGLISH) or "/" if path.startswith(f"{ENGLISH}/") else f"{ENGLISH}{path}"
