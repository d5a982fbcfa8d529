"""Try files out: read them into an edition that is thrown away, so that an analysis can be asked of them alone."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bilan.exchange.preview import Nothing, Outcome, preview
from bilan.exchange.steps import Reading
from bilan.ledger import notes
from bilan.ledger.entries import Entry
from bilan.tables import editions
from bilan.tables.editions import Edition
from bilan.terms.problems import Problem

ORIGIN: Final = "bilan.example/trial"
RECORDER: Final = "trial"


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying files: the edition of what is clean in them, if anything is, and every problem found."""

    edition: Edition | None
    problems: tuple[Problem, ...]

    @property
    def is_clean(self) -> bool:
        """Tell whether all that was read is in the edition."""
        return not any(one.severity == "error" for one in self.problems)


@contextmanager
def tried(found: Reading, *, at: datetime) -> Iterator[Trial]:
    """Build the edition of what was read, as if it were recorded on an empty ledger; it is gone after use."""
    outcomes = list(preview(found.steps, Nothing(), size=0, today=at.date(), refused=found.refused))
    problems = (*found.problems, *(problem for one in outcomes for problem in one.problems))
    lines = [one.leaf() for one in _entries(outcomes, at)]
    # The key signs this one edition and is forgotten: nobody can take it for a published one.
    key = notes.SigningKey(ORIGIN, secrets.token_bytes(32))
    signer = editions.Signer(ORIGIN, str(key.verifier), lambda text: str(notes.sign_note(text, key)))
    with TemporaryDirectory(prefix="bilan-") as folder:
        built = (
            editions.build(Path(folder), len(lines), lambda start, stop: lines[start:stop], signer=signer)
            if lines
            else None
        )
        yield Trial(built, problems)


def _entries(outcomes: Iterable[Outcome], at: datetime) -> Iterator[Entry]:
    recorded = ((one.draft, one.content) for one in outcomes if one.draft and one.content is not None)
    for number, (draft, content) in enumerate(recorded):
        salt = secrets.token_urlsafe(16)
        yield Entry(number, at, RECORDER, draft.kind, draft.key, draft.replaces, content, salt)
