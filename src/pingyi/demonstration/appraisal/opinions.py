"""What people answer about one window, drawn from the truth of the province and put as the answers of a ballot."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from pingyi.demonstration.world.answers import DONT_KNOW, FIVE
from pingyi.demonstration.world.draws import Draws
from pingyi.demonstration.world.windows import MATTERS, counters
from pingyi.forms.model import Form
from pingyi.polling.questions import columns_of

AT_MOST: Final = 2_000  # people of one window
CANNOT_SAY: Final = 0.07


def opinions(unit: str, form: Form, seed: int) -> Iterator[tuple[int, ...]]:
    """Yield the answers (1 is the first choice) of one person of `unit` after the other."""
    draws = Draws(seed, f"trial {unit}")
    mood, columns = draws.uniforms(AT_MOST), []
    for column, codes in columns_of(form):
        mean = counters().mean(unit, column.removeprefix("q_")) if column.removeprefix("q_") in MATTERS else 75.0
        own = draws.uniforms(AT_MOST)
        given = FIVE.answers(FIVE.shares(np.full(AT_MOST, mean)), np.where(draws.uniforms(AT_MOST) < 0.5, mood, own))
        said = np.where(draws.uniforms(AT_MOST) < CANNOT_SAY, DONT_KNOW, given)
        columns.append([codes.index(str(code)) for code in said.tolist()])
    yield from zip(*columns, strict=True)
