"""The published package can be had by anybody, and recomputes."""

import io
import zipfile

import pytest
from django.test import Client

from pingyi.analysis.recompute import recompute
from pingyi.foundation import clock
from pingyi.results.actions import publish_result_set, score_campaign
from tests.results.schools import at, campaign_with, sample_file

pytestmark = pytest.mark.django_db
ADDRESS = "/campaigns/schools-2000/package.zip"


def test_only_what_is_published_can_be_downloaded_and_it_recomputes(tmp_path):
    path = sample_file("apistrat", tmp_path, stratum=lambda row: row["stype"], psu=lambda _, number: number)
    with clock.frozen_at(at(42)):
        result_set = score_campaign(campaign_with(path))
    assert Client().get(ADDRESS).status_code == 404
    result_set.signed_at = at(51)
    with clock.frozen_at(at(61)):
        publish_result_set(result_set)
        answer = Client().get(ADDRESS)
    content = b"".join(answer.streaming_content)
    zipfile.ZipFile(io.BytesIO(content)).extractall(tmp_path / "out")
    (folder,) = (tmp_path / "out").iterdir()
    assert recompute(folder).ok
