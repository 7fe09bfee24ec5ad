"""The one exception for bad bytes."""


class Malformed(ValueError):  # noqa: N818 - it is an answer about the input, not a defect of the program
    """Bytes or text are not what the format demands. `what` says in short English which part is wrong."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)
