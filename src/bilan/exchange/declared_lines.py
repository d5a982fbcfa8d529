"""What declared figures are worth, asked for in lines of JSON by another program: a declaration and its class in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from bilan.analysis.formulas.verifying import Comparables, Declaration, Pair, verified
from bilan.exchange.json_lines import Answer, Fields, Unfit, figure

LOWEST: Final = 0.0
HIGHEST: Final = 100.0


@dataclass(slots=True)
class Verifier:
    """Answers declarations; a class that is sent again, as it was in the line before, is made ready only once."""

    sent: Any = None
    known: Comparables = field(default_factory=lambda: Comparables.of(()))

    def __call__(self, line: Fields) -> Answer:
        """Answer a declaration with the quantiles of what an audit would find."""
        declaration = Declaration(line.name("reporter"), line.name("item"), line.day("date"), line.number("declared"))
        found = verified(declaration, self._class(line))
        told = {"id": line.told.get("id"), "quantiles": list(found.quantiles)}
        return {**told, "reporter_pairs": found.reporter_pairs, "class_pairs": found.class_pairs}

    def _class(self, line: Fields) -> Comparables:
        lower = line.number("lower") if line.given("lower") else LOWEST
        upper = line.number("upper") if line.given("upper") else None if "upper" in line.told else HIGHEST
        if upper is not None and lower >= upper:
            raise Unfit("range_backwards", line.at("lower"), low=f"{lower:g}", high=f"{upper:g}")
        sent = (line.told.get("class"), lower, upper)
        if sent != self.sent:
            self.known = Comparables.of(list(_pairs(line)), lower=lower, upper=upper)
            self.sent = sent
        return self.known


def _pairs(line: Fields) -> Iterator[Pair]:
    for one in line.objects("class") if line.given("class") else ():
        values = (figure(one.told.get(name), one.at(name)) for name in ("declared", "verified"))
        yield Pair(one.name("reporter"), one.name("item"), one.day("date"), *values)
