"""The exact core of the linearised variance: integers in, rationals out."""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from pingyi.estimation.sums import Sums
from pingyi.wording import Refused, Text

SinglePsu = Literal["error", "certainty", "adjust", "average"]


def _strata_alike(sums: Sums, fraction: Mapping[str, Fraction | float]) -> list[tuple[Fraction, list[int]]]:
    """Return the factors (1 - f)/(n - 1), each with its strata."""
    fractions = [fraction.get(stratum, 0) for stratum in sums.strata] if fraction else [0] * len(sums.strata)
    alike: dict[tuple[int, Fraction | float], list[int]] = defaultdict(list)
    for h, key in enumerate(zip(sums.psus_sampled, fractions, strict=True)):
        alike[key].append(h)
    # Whole numbers find their like much faster than rationals do, and a province has thousands of units.
    return [((1 - Fraction(f)) / (n - 1), strata) for (n, f), strata in alike.items() if n > 1]


class Linearised:
    """Means and covariances of one domain; formulas in `pingyi.estimation.means`."""

    def __init__(self, sums: Sums, single_psu: SinglePsu, fraction: Mapping[str, Fraction | float]) -> None:
        self.sums, self.single_psu = sums, single_psu
        self.alone = [h for h, n in enumerate(sums.psus_sampled) if n == 1]
        self.alike = _strata_alike(sums, fraction)
        self.keep = [1 - Fraction(fraction.get(stratum, 0)) for stratum in sums.strata] if self.alone else []
        self.w = [sum(row) for row in sums.w]
        self.wy = [sum(row) for row in sums.wy]
        self.scores = [self._scores(k) for k in range(len(sums.items))]
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
        """Return the sum over strata of the scatter of E_i and E_j, E = W*z_wy - WY*z_w of each PSU (an integer).

        Strata of one factor add up as integers; a stratum without members adds nothing.
        """
        products, firsts, seconds = self._products(i, j), self.scores[i], self.scores[j]
        sampled = self.sums.psus_sampled
        total = Fraction(0)
        for factor, strata in self.alike:
            total += factor * sum([sampled[h] * products[h] - firsts[h] * seconds[h] for h in strata])
        return self._with_single_psus(total, products, i, j) if self.alone else total

    def _with_single_psus(self, total: Fraction, products: list[int], i: int, j: int) -> Fraction:
        if self.single_psu == "adjust":
            return total + sum(self.keep[h] * products[h] for h in self.alone)
        rows = self.sums.rows
        there = sum(bool(a or b) for a, b in zip(rows[i], rows[j], strict=True))
        alone = sum(bool(rows[i][h] or rows[j][h]) for h in self.alone)
        return total * Fraction(there, there - alone) if self.single_psu == "average" and there > alone else total

    def _scores(self, k: int) -> list[int]:
        """Return, per stratum, the sum of E over its PSUs."""
        return [self.w[k] * wy - self.wy[k] * w for w, wy in zip(self.sums.w[k], self.sums.wy[k], strict=True)]

    def _products(self, i: int, j: int) -> list[int]:
        """Return, per stratum, the sum of E_i * E_j over its PSUs."""
        s, pair = self.sums, (min(i, j), max(i, j))
        a, b, c, d = self.w[i] * self.w[j], self.w[i] * self.wy[j], self.wy[i] * self.w[j], self.wy[i] * self.wy[j]
        rows = zip(s.wywy[pair], s.wwy[j, i], s.wwy[i, j], s.ww[pair], strict=True)
        return [a * yy - b * wy - c * yw + d * ww for yy, wy, yw, ww in rows]

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
