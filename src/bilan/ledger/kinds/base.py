"""What all kinds of entry have in common."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict

from bilan.ledger.fields import Day, Digest, InList, Prose, Refers, Words, may


class Kind(BaseModel):
    """The content of one kind of entry: frozen, nothing unknown in it."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=False, ser_json_inf_nan="constants")
    kind: ClassVar[str]


class Noted(Kind):
    """An entry that may bear a remark and a doubt."""

    certainty: Annotated[str, InList("certainty")] | None = may("How sure the reading of the source is.", "uncertain")
    note: Prose | None = may("Remark of whoever recorded it, in their own words.", "Day worked out from the weekday.")


class Sourced(Noted):
    """An entry that rests on a source."""

    source: Annotated[str, Refers("source")] | None = may("The source that carries it.", "src-telquel-2014-09-cour")
    locator: Words | None = may("Where in the source: page, paragraph, minute.", "p. 17")
    quotation: Prose | None = may("The words of the source, exactly.", "le taux de réalisation est de 36 %")
    digest: Digest | None = may("SHA-256 of the file that was read, in hexadecimal.", "e3" * 32)


class Decided(Sourced):
    """An entry on what frames the plan: somebody decides its changes, and says why."""

    reason: Annotated[str, InList("reason")] | None = may("Why it was changed.", "scope_evolved")
    reason_words: Prose | None = may("The reason, in words.", "Two measures that served the same firms became one")
    decided_by: Words | None = may("The authority that decided the change.", "CNTI, third session")
    decided_on: Day | None = may("Day on which it decided, from which a citizen could know.", "2011-03-15")
    closing: Annotated[str, InList("closing")] | None = may(
        "How it left the plan; it then counts in no progress.", "merged"
    )
