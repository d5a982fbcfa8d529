"""What the forms that ask for a complement have in common: they read it, ask, and say what is wrong."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bilan.acts import complements
from bilan.acts.complements import About, DayGone
from bilan.acts.reviewing import WordsWanted
from bilan.terms.days import NotADay, span
from bilan.terms.problems import Place, Problem
from bilan.web.desk.door import AtDesk

SUBJECT: Final = "desk_complements"


def ask_here(asked: AtDesk, about: About, words: str = "words") -> Sequence[Problem]:
    """Ask for the complement that was typed; return what is wrong with it, then nothing was asked.

    `words` is the name of the field that holds the question.
    """
    try:
        due_on = _day(asked.typed.get("due_on", "").strip())
        complements.ask(asked.person, about, text=asked.typed.get(words, ""), due_on=due_on, at=asked.at)
    except (WordsWanted, DayGone) as wrong:
        return [wrong.problem]
    except NotADay as malformed:
        return [Problem(malformed.code, Place(column="due_on"), {"value": malformed.text, "nearest": "2012-10-05"})]
    asked.tell(f"{SUBJECT}:asked", day=asked.voice.day(due_on))
    return []


def _day(text: str) -> date:
    found = span(text)
    if found.last is None:
        raise NotADay("not_a_day", text)
    return found.last
