"""Who may change questionnaires: holders of the verb over the whole; nobody without a posting."""

import pytest

from pingyi.directory.roles import ROLES
from pingyi.questionnaires import rules

pytestmark = pytest.mark.django_db


def test_nobody_without_a_posting(mei, blank):
    assert rules
    assert not mei.has_perm("questionnaires.view")
    assert not mei.has_perm("questionnaires.change", blank)


def test_roles_know_the_verbs():
    assert "questionnaires.change" in ROLES["organiser"].verbs
    assert "questionnaires.change" not in ROLES["liaison"].verbs
