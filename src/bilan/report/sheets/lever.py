"""What a lever of the plan shows for itself: its verdict in one sentence, how much of it is known, what is missing."""

from dataclasses import dataclass

from bilan.report.drawn import Drawn
from bilan.report.voice import Voice


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
    def state(self) -> str:
        """Say how far it goes: nothing is missing, some of it is known, or nothing can be determined."""
        return "determined" if not self.needed else "partly" if self.known else "cannot"


def title(voice: Voice, name: str) -> str:
    """Return the name of a lever as headings write it.

    >>> title(Voice("fr"), "offshoring")
    'Offshoring'
    """
    label = voice.label("lever", name)
    return f"{label[:1].upper()}{label[1:]}"
