"""The record on itself: what was proposed and what became of it, what is withdrawn, whose content is removed."""

from typing import Annotated, ClassVar

from bilan.ledger.fields import Day, Digest, InList, Number, Prose, Refers, Words, may, must
from bilan.ledger.kinds.base import Kind


class Review(Kind):
    """A step on the way of proposals into the ledger: submitted, returned, contested.

    What is not accepted yet is not published; its digest is, so that nobody can say later that it was never proposed.
    """

    kind: ClassVar[str] = "review"
    step: Annotated[str, InList("review_step")] = must("What was done.", "submitted")
    proposed: Number = must("How many entries were proposed.", 1)
    digest: Digest = must("SHA-256 of what was proposed, with a random salt, in hexadecimal.", "e3" * 32)
    concerns: Annotated[str, Refers()] | None = may("What the proposal is about.", "ind-egov-operational")
    party: Annotated[str, Refers("party")] | None = may("In whose name whoever did it acts.", "org-mcint")
    words: Prose | None = may("What was said with it, where that is public.", "The table of page 4 says 18")
    done_on: Day = must("Day on which it was done.", "2012-10-05")


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
