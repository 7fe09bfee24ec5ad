"""The ratio of two items of stage-1 sums.

A ratio is a mean whose weights are the lower item: R = sum(w b (a/b)) / sum(w b). Put the sums of b in the place of the
weights' and those of a in the place of the answers', and mean and linearised variance are the ratio's own.
Source: Särndal, Swensson and Wretman 1992, 5.6. Checked against R survey 4.5 (svyratio).
"""

from pingyi.estimation.sums import Row, Sums


def ratio_sums(sums: Sums, above: int = 0, below: int = 1) -> Sums:
    """Return the sums whose mean is item `above` divided by item `below`; both count the same rows.

    The products of the two must be among the sums, and both have one `point_scale`. Sums over rows make no sense of a
    ratio and are 0.
    """
    pair, nothing = (min(above, below), max(above, below)), tuple(0 for _ in sums.strata)
    return Sums(
        items=("ratio",),
        strata=sums.strata,
        psus_sampled=sums.psus_sampled,
        rows=(sums.rows[above],),
        psus=(sums.psus[above],),
        w=(sums.wy[below],),
        wy=(sums.wy[above],),
        ww={(0, 0): sums.wywy[below, below]},
        wwy={(0, 0): sums.wywy[pair]},
        wywy={(0, 0): sums.wywy[above, above]},
        w2=(nothing,),
        w2y=(nothing,),
        w2y2=(nothing,),
        wy2=(nothing,),
        y_min=(None,),
        y_max=(None,),
        point_scale=_ones(1),
        weight_scale=sums.weight_scale,
    )


def _ones(count: int) -> Row:
    return (1,) * count
