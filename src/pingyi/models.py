"""Gathers the tables of all packages for Django. Nothing imports it and nothing else stands in it."""

from pingyi.accounts.models import *  # noqa: F403
from pingyi.campaigns.models import *  # noqa: F403
from pingyi.directory.models import *  # noqa: F403
from pingyi.evidence.models import *  # noqa: F403
from pingyi.journal.models import *  # noqa: F403
from pingyi.polling.models import *  # noqa: F403
from pingyi.questionnaires.models import *  # noqa: F403
from pingyi.results.models import *  # noqa: F403
