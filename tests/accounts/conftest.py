"""People, and an act that needs two of them."""

from dataclasses import dataclass, field

import pytest

from pingyi.accounts import two_person as register
from pingyi.accounts.actions import add_staff
from pingyi.wording import Text

PASSWORD = "南岸九棵树-2014"
PERMISSION = "pingyi.add_proposal"  # any right a real backend can give; upper packages use their own


def grant(staff):
    """Give the right through the organisation's ordinary backend and return the account without its cache."""
    from django.contrib.auth.models import Permission

    staff.user_permissions.add(Permission.objects.get(codename="add_proposal"))
    return type(staff).objects.get(pk=staff.pk)


@pytest.fixture
def lan(db):
    """One who may."""
    return grant(add_staff("lan", name="兰", password=PASSWORD, by=None))


@pytest.fixture
def zhu(db):
    """Another who may."""
    return grant(add_staff("zhu", name="竹", password=PASSWORD, by=None))


@pytest.fixture
def ju(db):
    """One who may not."""
    return add_staff("ju", name="菊", password=PASSWORD, by=None)


@dataclass
class Bell:
    """What ringing did."""

    rung: list = field(default_factory=list)
    fails: bool = False


@pytest.fixture
def bell(monkeypatch):
    """Register "bell.ring" for one test."""
    monkeypatch.setattr(register, "_acts", {})
    bell = Bell()

    @register.two_person("bell.ring", label=Text("敲钟", "Ring the bell"), permission=PERMISSION)
    def ring(payload, *, proposed_by, decided_by):
        from pingyi.accounts.actions import change_staff

        change_staff(proposed_by, name="敲钟人", email="", by=decided_by)
        if bell.fails:
            raise RuntimeError("the rope broke")
        bell.rung.append((payload, proposed_by.username, decided_by.username))

    return bell
