"""What a lever of the plan shows for itself: its verdict in one sentence, how much of it is known, what is missing."""

from dataclasses import dataclass

from bilan.report.drawn import Drawn


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict of a lever, computed on two dates.

    `sentence` is in the reader's language. `known` of `of` things have what the verdict needs (`counted` says in words
    what these things are); `needed` are codes of the list of what is missing, empty when the verdict is determined.
    """

    sentence: str
    known: int
    of: int
    counted: str
    needed: tuple[str, ...] = ()
    entries: tuple[int, ...] = ()
    chart: Drawn | None = None

    @property
    def is_determined(self) -> bool:
        """Tell whether nothing is missing that the verdict needs."""
        return not self.needed
