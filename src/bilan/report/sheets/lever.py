"""What a lever of the plan shows for itself: its conclusion in one sentence, how much is known, what is missing."""

from dataclasses import dataclass

from bilan.report.drawn import Drawn
from bilan.report.voice import Voice


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The conclusion of a lever, computed on two dates.

    `sentence` is in the reader's language. `known` of `of` things have what the conclusion needs (`counted` says in
    words what these things are); `needed` are codes of the list of what is missing, empty when nothing is.
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
