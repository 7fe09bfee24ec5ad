"""Opening: the outer layer by T1, the inner one by T2, objections, the rows, and the comments beside them."""
