"""Areas, lines, units, postings, norms and calendars: the ground every campaign stands on."""

from django.conf import settings
from django.db import models

from pingyi.foundation.columns import Named


class Area(Named):
    """A place of the administrative division tree."""

    class Level(models.TextChoices):
        PROVINCE = "province"
        PREFECTURE = "prefecture"
        COUNTY = "county"
        TOWNSHIP = "township"

    code = models.CharField(max_length=20, unique=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=80, unique=True)
    level = models.CharField(max_length=12, choices=Level.choices)

    class Meta:
        ordering = ["path"]


class Line(Named):
    """A line 条线: traffic, household registration, exit and entry… a tree of its own."""

    code = models.CharField(max_length=20, unique=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=80, unique=True)

    class Meta:
        ordering = ["path"]


class UnitKind(Named):
    """A kind of unit (省厅, 派出所, 办证窗口…); reference data the office can extend."""

    code = models.CharField(max_length=20, unique=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]


class Unit(Named):
    """A unit that can be appraised. It stands in the area tree (`path`) and may stand in a line (`line_path`)."""

    code = models.CharField(max_length=40, unique=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=80, unique=True)
    level = models.CharField(max_length=12, choices=Area.Level.choices)
    kind = models.ForeignKey(UnitKind, on_delete=models.PROTECT, related_name="units")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="units", null=True)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="units", null=True)
    line_superior = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="line_children")
    line_path = models.CharField(max_length=80, unique=True, null=True)  # noqa: DJ001 - unique, and many have none
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)  # last day of its existence; null while it exists
    by_rule = models.BooleanField(default=False)  # made by the generation rule and not changed by hand since

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                name="unit_valid_span",
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
            )
        ]


class FormerName(Named):
    """A name a unit carried before it was renamed."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="former_names")
    until = models.DateField()  # last day of that name

    class Meta:
        constraints = [models.UniqueConstraint(name="former_name_once", fields=["unit", "until"])]


class Succession(models.Model):
    """A unit that went into another: a merger has several predecessors, a split several successors."""

    predecessor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="origins")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(name="succession_once", fields=["predecessor", "successor"])]

    def __str__(self) -> str:
        return f"{self.predecessor_id} -> {self.successor_id}"


class ServicePoint(Named):
    """A counter, window or desk where people are served 服务窗口 / 网点."""

    code = models.CharField(max_length=40, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="service_points")
    address = models.CharField(max_length=200, blank=True, default="")
    hours = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        ordering = ["code"]


class Posting(models.Model):
    """A person's role over a scope and a time; all rights come from postings (`directory.roles`).

    The scope is the subtree of `unit` in the area tree, or in the line when `by` is "line"; no unit = everywhere.
    """

    class By(models.TextChoices):
        AREA = "area"
        LINE = "line"

    staff = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="postings")
    role = models.CharField(max_length=30)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="postings", null=True)
    by = models.CharField(max_length=4, choices=By.choices, default=By.AREA)
    from_on = models.DateField()
    to_on = models.DateField(null=True)  # last day; null while it lasts

    class Meta:
        indexes = [models.Index(fields=["staff", "from_on"])]
        constraints = [
            models.CheckConstraint(
                name="posting_span",
                condition=models.Q(to_on__isnull=True) | models.Q(to_on__gte=models.F("from_on")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.role}"


class Norm(Named):
    """A rule that findings and cases can cite: the code of conduct, a service standard. One row per version."""

    code = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    in_force_on = models.DateField()
    source = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["code", "in_force_on"]
        constraints = [models.UniqueConstraint(name="norm_version_once", fields=["code", "version"])]


class Article(models.Model):
    """One article of a norm."""

    norm = models.ForeignKey(Norm, on_delete=models.CASCADE, related_name="articles")
    number = models.CharField(max_length=20)
    text_zh = models.TextField()
    text_en = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(name="article_once", fields=["norm", "number"])]

    def __str__(self) -> str:
        return self.number


class CalendarDay(models.Model):
    """A day that differs from the weekly rule: a holiday, or a Saturday or Sunday worked in its place.

    A year without its National Day is not loaded yet: deadlines in it are provisional 暂定 and count weekends only.
    """

    day = models.DateField(primary_key=True)
    working = models.BooleanField()
    name_zh = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {'working' if self.working else 'off'}"
