"""Staff who sign in, and acts that need two of them. Residents never have an account."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models


class StaffManager(BaseUserManager["Staff"]):
    """Lets Django's own commands and allauth find staff."""


class Staff(AbstractBaseUser, PermissionsMixin):
    """A person of the organiser, of the rated side or of an overseeing body who may sign in."""

    username = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    email = models.EmailField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)  # may open the admin for reference data
    demonstration = models.BooleanField(default=False)  # a production start refuses while any of these is active
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = StaffManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "staff"
        verbose_name_plural = "staff"

    def __str__(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        """The name shown in the header."""
        return self.name or self.username


class Proposal(models.Model):
    """A two-person act: proposed by one, decided by another, done at the decision. See `accounts.two_person`.

    Its state follows from its moments (`states.state_of`). `digest` is taken over act, thing and payload when it is
    proposed; what is executed must still have it.
    """

    act = models.CharField(max_length=80)
    thing = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=500, blank=True, default="")
    proposed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    answer = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        ordering = ["proposed_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="proposal_decided_by_another",
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="proposal_decision_whole",
                condition=models.Q(decided_by__isnull=True, decided_at__isnull=True, approved__isnull=True)
                | models.Q(
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    approved__isnull=False,
                    withdrawn_at__isnull=True,
                ),
            ),
            models.UniqueConstraint(
                name="proposal_one_open_per_thing",
                fields=["act", "thing"],
                condition=models.Q(decided_at__isnull=True, withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.thing}"
