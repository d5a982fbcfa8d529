"""The record on itself: an entry is withdrawn, or its content removed."""

from typing import Annotated, ClassVar

from bilan.ledger.fields import Day, InList, Number, Prose, Words, may, must
from bilan.ledger.kinds.base import Kind


class Withdrawal(Kind):
    """Withdraw an entry, with a reason; the entry stays readable."""

    kind: ClassVar[str] = "withdrawal"
    entry: Number = must("Number of the entry that is withdrawn.", 42)
    reason: Annotated[str, InList("reason")] | None = may("Why.", "correction")
    reason_words: Prose | None = may("Why, in words.", "Same statement recorded twice")
    published_on: Day | None = may("Day on which the withdrawal was public.", "2024-03-11")


class Redaction(Kind):
    """Remove the content of an entry that must not be kept; its leaf hash stays, so proofs still verify."""

    kind: ClassVar[str] = "redaction"
    entry: Number = must("Number of the entry whose content is removed.", 42)
    reason_words: Prose = must("Why, in words.", "Personal telephone number in a quotation")
    replaced: Number | None = may(
        "Number of the entry that the redacted one had superseded, so that it does not come back.", 17
    )
    authority: Words = must("Who ordered it, and by which act.", "CNDP, decision of 3 March 2015")
