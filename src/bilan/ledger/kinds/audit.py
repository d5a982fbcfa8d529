"""Audit: finding, recommendation, reply, closure."""

from typing import Annotated, ClassVar

from bilan.ledger.fields import Day, InList, Prose, Refers, may, must
from bilan.ledger.kinds.base import Sourced


class _Audit(Sourced):
    said_on: Day | None = may("When it was said.", "2014-02-20")
    published_on: Day | None = may("The day it became public, when other than the source's.", "2014-09")


class Finding(_Audit):
    """What an auditor found."""

    kind: ClassVar[str] = "finding"
    auditor: Annotated[str, Refers("party")] = must("Who found it.", "org-cour")
    subject: Annotated[str, Refers()] = must("On what.", "maroc-numeric-2013")
    text: Prose = must("What was found.", "No representative of the regions in the governance committee")
    opinion: Annotated[str, InList("opinion")] = must("The auditor's opinion.", "remark")
    about: Day | None = may("The date it speaks of.", "2013-06-30")


class Recommendation(_Audit):
    """What an auditor asks for."""

    kind: ClassVar[str] = "recommendation"
    finding: Annotated[str, Refers("finding")] | None = may("The finding it follows from.", "fin-regions")
    addressee: Annotated[str, Refers("party")] | None = may("Who is to act.", "org-mcint")
    text: Prose = must("What is asked.", "Open an online portal to collect what users need")
    due_on: Day | None = may("By when.", "2015-12-31")


class Reply(_Audit):
    """What the audited body answers."""

    kind: ClassVar[str] = "reply"
    recommendation: Annotated[str, Refers("recommendation")] = must("The recommendation answered.", "rec-portal")
    party: Annotated[str, Refers("party")] = must("Who answers.", "org-mcint")
    text: Prose = must("The answer.", "The portal will open in 2015")


class Closure(_Audit):
    """The end of a recommendation, with what proves it."""

    kind: ClassVar[str] = "closure"
    recommendation: Annotated[str, Refers("recommendation")] = must("The recommendation closed.", "rec-portal")
    auditor: Annotated[str, Refers("party")] = must("Who closes it.", "org-cour")
    outcome: Annotated[str, InList("outcome")] = must("What became of it.", "kept")
    text: Prose | None = may("On what ground.", "Portal seen on 3 March 2015")
