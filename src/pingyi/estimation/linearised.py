"""The exact core of the linearised variance: integers in, rationals out."""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from pingyi.estimation.sums import Row, Sums
from pingyi.wording import Refused, Text

SinglePsu = Literal["error", "certainty", "adjust", "average"]


class Linearised:
    """Means and covariances of one domain; formulas in `pingyi.estimation.means`."""

    def __init__(self, sums: Sums, single_psu: SinglePsu, fraction: Mapping[str, Fraction | float]) -> None:
        self.sums, self.single_psu = sums, single_psu
        self.keep = [1 - Fraction(fraction.get(stratum, 0)) for stratum in sums.strata]
        self.w = [sum(row) for row in sums.w]
        self.wy = [sum(row) for row in sums.wy]
        if single_psu == "error":
            self._check_strata()

    def mean(self, k: int) -> Fraction | None:
        """Return the mean of item k in points."""
        return Fraction(self.wy[k], self.w[k] * self.sums.point_scale[k]) if self.w[k] else None

    def df(self, k: int) -> int:
        """Return PSUs with members less strata with members."""
        return sum(count - 1 for count in self.sums.psus[k] if count)

    def covariance(self, i: int, j: int) -> Fraction | None:
        """Return the covariance of the means of items i and j in points squared; None if it was not asked for."""
        if (min(i, j), max(i, j)) not in self.sums.ww or not (self.w[i] and self.w[j]):
            return None
        squares = (self.w[i] * self.w[j]) ** 2
        return self._total(i, j) / (squares * self.sums.point_scale[i] * self.sums.point_scale[j])

    def _total(self, i: int, j: int) -> Fraction:
        """Return the sum over strata of the scatter of E_i and E_j, E = W*z_wy - WY*z_w of each PSU (an integer)."""
        products, firsts, seconds = self._products(i, j), self._scores(i), self._scores(j)
        parts: dict[Fraction | int, int] = defaultdict(int)  # strata of one factor add as integers
        strata = alone = 0
        for h, n in enumerate(self.sums.psus_sampled):
            if not (self.sums.rows[i][h] or self.sums.rows[j][h]):
                continue
            strata += 1
            if n > 1:
                parts[self.keep[h] / (n - 1)] += n * products[h] - firsts[h] * seconds[h]
                continue
            alone += 1
            if self.single_psu == "adjust":
                parts[self.keep[h]] += products[h]
        total = Fraction(sum(factor * part for factor, part in parts.items()))
        if self.single_psu == "average" and alone and strata > alone:
            total *= Fraction(strata, strata - alone)
        return total

    def _scores(self, k: int) -> list[int]:
        """Return, per stratum, the sum of E over its PSUs."""
        return [self.w[k] * wy - self.wy[k] * w for w, wy in zip(self.sums.w[k], self.sums.wy[k], strict=True)]

    def _products(self, i: int, j: int) -> list[int]:
        """Return, per stratum, the sum of E_i * E_j over its PSUs."""
        s, pair = self.sums, (min(i, j), max(i, j))
        terms: tuple[tuple[int, Row], ...] = (
            (self.w[i] * self.w[j], s.wywy[pair]),
            (-self.w[i] * self.wy[j], s.wwy[j, i]),
            (-self.wy[i] * self.w[j], s.wwy[i, j]),
            (self.wy[i] * self.wy[j], s.ww[pair]),
        )
        return [sum(factor * row[h] for factor, row in terms) for h in range(len(s.strata))]

    def _check_strata(self) -> None:
        for h, stratum in enumerate(self.sums.strata):
            if self.sums.psus_sampled[h] < 2 and any(row[h] for row in self.sums.rows):
                raise Refused.because(
                    "single_psu",
                    Text(
                        f"层“{stratum}”只抽了一个初级抽样单元，算不出误差。",
                        f"Stratum “{stratum}” has only one sampled PSU, so its error cannot be computed.",
                    ),
                    Text(
                        "请把它并入相近的层；如果它是必抽单元，请按必抽处理（certainty），"
                        "或者选用调整（adjust）、平均（average）。",
                        "Merge it with a similar stratum; if it was taken with certainty say “certainty”; "
                        "or choose “adjust” or “average”.",
                    ),
                    field="stratum",
                )
