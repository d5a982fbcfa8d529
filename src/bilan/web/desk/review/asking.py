"""What the forms that ask for a complement have in common: they read it, ask, and say what is wrong."""

from collections.abc import Sequence
from typing import Final

from bilan.acts import complements
from bilan.acts.complements import About, NoDueDay
from bilan.acts.reviewing import WordsWanted
from bilan.terms.problems import Problem
from bilan.web.desk.door import AtDesk

SUBJECT: Final = "desk_complements"


def ask_here(asked: AtDesk, about: About, words: str = "words") -> Sequence[Problem]:
    """Ask for the complement that was typed; return what is wrong with it, then nothing was asked.

    `words` is the name of the field that holds the question.
    """
    try:
        due_on = complements.due_day(asked.typed.get("due_on", ""))
        complements.ask(asked.person, about, text=asked.typed.get(words, ""), due_on=due_on, at=asked.at)
    except (WordsWanted, NoDueDay) as wrong:
        return [wrong.problem]
    asked.tell(f"{SUBJECT}:asked", day=asked.voice.day(due_on))
    return []
