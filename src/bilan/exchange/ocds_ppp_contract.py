"""The contracts of one process told in OCDS for PPPs, as entries: what holds of them after a release."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any, Final

from bilan.exchange.releases import Told, day, inside, objects, text

Content = dict[str, Any]
Entry = tuple[str, str, Content]

LONGEST_KEY: Final = 96
_IDENTIFIER: Final = re.compile(r"^[A-Z]{2,3}-[A-Z0-9]+-[A-Za-z0-9./_-]{1,60}$")
_NUMBER: Final = re.compile(r"(?<![\w.,])\d+(?:\.\d+)?(?![\w]|[.,]\d)")
# Who may bear a risk, by the roles in which the party is looked for, one after the other.
BEARERS: Final[Mapping[str, tuple[str, ...]]] = {
    "privateParty": ("privateParty", "supplier"),
    "publicAuthority": ("procuringEntity", "buyer"),
}
# Categories of risk of the profile, by the codes that agreements of other sorts have too.
RISKS: Final[Mapping[str, str]] = {
    "design": "construction", "construction": "construction", "completion": "construction",
    "landAvailability": "construction", "availabilityAndQuality": "availability", "revenue": "demand",
    "otherRevenue": "demand", "inflationAndFx": "exchange_rate", "financeAvailability": "financing",
    "refinancing": "financing", "financial": "financing", "operationPerformance": "operation",
    "changeInLaw": "legal", "compliance": "legal", "forceMajeure": "force_majeure",
    "earlyTermination": "termination",
}  # fmt: skip
KINDS_OF_MILESTONE: Final[Mapping[str, str]] = {"delivery": "delivery", "payment": "payment"}


def key_of(*parts: str) -> str:
    """Make a key of what others call a thing; a long one is cut, and stays its own by its digest.

    >>> key_of("agr", "ocds-213czf-Example PPP", "1.0")
    'agr-ocds-213czf-example-ppp-1-0'
    """
    whole = "-".join(parts)
    key = re.sub(r"[^a-z0-9]+", "-", whole.lower()).strip("-")
    if len(key) <= LONGEST_KEY and key:
        return key
    digest = sha256(whole.encode("utf-8", "replace")).hexdigest()[:12]
    return f"{key[: LONGEST_KEY - 13].strip('-')}-{digest}".strip("-")


def is_identifier(words: str) -> bool:
    """Tell whether an identifier is written with its list."""
    return bool(_IDENTIFIER.match(words))


def party_key(party: Told) -> str:
    """Return the key of a party by its `id`, or by its name where it is only named."""
    return key_of("org", text(party, "id") or text(party, "name"))


def number(told: Any) -> Decimal | None:
    """Return a number that is one, also where it is written as a text; none for words.

    >>> number("300000.0"), number("$50,000 each"), number(True)
    (Decimal('300000.0'), None, None)
    """
    if isinstance(told, bool) or not isinstance(told, str | int | Decimal):
        return None
    try:
        found = Decimal(str(told).strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def currency(told: Told) -> str | None:
    """Return the currency of a process, where it has only one."""
    found = set(_currencies(told))
    return found.pop() if len(found) == 1 else None


def _currencies(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        if isinstance(told.get("currency"), str):
            yield told["currency"]
        for one in told.values():
            yield from _currencies(one)
    elif isinstance(told, list):
        for one in told:
            yield from _currencies(one)


def period_days(told: Told) -> list[str]:
    """Return the first and last days told of the contracts; where there is no contract, of the tender."""
    periods = [inside(one, "period") for one in objects(told, "contracts")] or [
        inside(told, "tender", "contractPeriod")
    ]
    return [found for one in periods for name in ("startDate", "endDate") if (found := day(one, name))]


@dataclass(frozen=True, slots=True)
class Seen:
    """A process as it is seen after a release of a day."""

    ocid: str
    told: Told
    node: str
    language: str
    on: str

    def entries(self) -> Iterator[Entry]:
        """Give the entries of its contracts, those that others refer to first, and of its budget."""
        for contract in objects(self.told, "contracts"):
            if text(contract, "id"):
                yield from Contract(self, contract).entries()
        budget = inside(self.told, "planning", "budget")
        amount = inside(budget, "amount")
        if number(amount.get("amount")) is not None:
            yield (
                "budget",
                key_of("bud", self.ocid, text(budget, "id")),
                {
                    "subject": self.node,
                    "amount": number(amount["amount"]),
                    "currency": text(amount, "currency"),
                    "money_version": "planned",
                    "nature": "announced",
                    "note": text(budget, "description"),
                },
            )

    def party(self, told: Told) -> str | None:
        """Return the key of a party that the process lists."""
        listed = {text(one, "id") for one in objects(self.told, "parties")}
        return party_key(told) if text(told, "id") in listed and text(told, "id") else None

    def in_role(self, roles: Iterable[str]) -> str | None:
        """Return the only party that has one of these roles."""
        for role in roles:
            having = [
                one
                for one in objects(self.told, "parties")
                if isinstance(one.get("roles"), list) and role in one["roles"]
            ]
            if having:
                return party_key(having[0]) if len(having) == 1 else None
        return None


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract of a process."""

    seen: Seen
    told: Told

    @property
    def key(self) -> str:
        """Return its key."""
        return self.key_of("agr")

    def key_of(self, start: str, *parts: str) -> str:
        """Return the key of something of the contract."""
        return key_of(start, self.seen.ocid, text(self.told, "id"), *parts)

    def entries(self) -> Iterator[Entry]:
        """Give the entries of the contract."""
        yield "agreement", self.key, self._agreement()
        for key, content in (*self._targets(), *self._milestones(), *self._risks(), *self._failures()):
            yield "obligation", key, {"agreement": self.key, **content}
        for place, one in enumerate(self._amendments(), 1):
            content = {
                "agreement": self.key,
                "what": text(one, "description") or text(one, "rationale"),
                "decided_on": day(one, "date"),
                "reason_words": text(one, "rationale"),
            }
            yield "amendment", self.key_of("amd", text(one, "id") or str(place)), content
        yield from self._finance()
        yield from self._transactions()

    def _agreement(self) -> Content:
        value, title = inside(self.told, "value"), text(self.told, "title") or text(self.told, "id")
        signed = objects(self.told, "signatories")
        return {
            "title": {self.seen.language: title},
            "agreement_kind": "ppp",
            "parties": [key for one in signed if (key := self.seen.party(one))],
            "parties_words": "; ".join(filter(None, (text(one, "name") for one in signed))),
            "signed_on": day(self.told, "dateSigned"),
            "ends_on": day(inside(self.told, "period"), "endDate"),
            "amount": number(value.get("amount")),
            "currency": text(value, "currency") if number(value.get("amount")) is not None else None,
            "promised": text(self.told, "description"),
            "node": self.seen.node,
            "status": text(self.told, "status"),
        }

    def _dated(self) -> list[tuple[str, Told]]:
        """Return the milestones of the contract and of its implementation, each by a key of its own."""
        return [
            (self.key_of("obl", start, text(one, "id")), one)
            for start, told in (("close", self.told), ("milestone", inside(self.told, "implementation")))
            for one in objects(told, "milestones")
        ]

    def _milestones(self) -> Iterator[tuple[str, Content]]:
        taken = {key for key, _, milestone in self._aimed() if milestone for key in [milestone[0]]}
        for key, one in self._dated():
            if key not in taken:
                yield key, _milestone(one, self.seen.on)

    def _targets(self) -> Iterator[tuple[str, Content]]:
        for key, (metric, aim), milestone in self._aimed():
            amount, unit, money = _measure(aim)
            told = _milestone(milestone[1], self.seen.on) if milestone else {}
            what = (
                told.get("what") or f"{text(metric, 'title') or text(metric, 'id')}: {_written(amount)} {unit}".strip()
            )
            note = (
                f"One with the milestone {text(milestone[1], 'id')}: due on one day, its number in its text."
                if milestone
                else ""
            )
            facts = {
                "what": what,
                "amount": amount,
                "unit": unit,
                "currency": money,
                "due_on": day(inside(aim, "period"), "endDate"),
                "obligation_kind": "service_level",
                "note": note or text(aim, "notes"),
            }
            yield key, {**told, **facts, **self._observed(metric, aim, amount)}

    def _aimed(self) -> Iterator[tuple[str, tuple[Told, Told], tuple[str, Told] | None]]:
        """Give each target with its key and the milestone that is the same obligation told again."""
        for metric in objects(self.told, "agreedMetrics"):
            for aim in objects(metric, "observations"):
                if _measure(aim)[0] is not None:
                    key = self.key_of("obl", "metric", text(metric, "id"), text(aim, "id"))
                    yield key, (metric, aim), self._same(aim)

    def _same(self, aim: Told) -> tuple[str, Told] | None:
        named = text(inside(aim, "relatedImplementationMilestone"), "id")
        amount, due = _measure(aim)[0], day(inside(aim, "period"), "endDate")
        fitting = [
            (key, one)
            for key, one in self._dated()
            if (
                named and one in objects(inside(self.told, "implementation"), "milestones") and text(one, "id") == named
            )
            or (not named and due and day(one, "dueDate") == due and amount in _numbers_in(one))
        ]
        return fitting[0] if len(fitting) == 1 else None

    def _observed(self, metric: Told, aim: Told, amount: Decimal | None) -> Content:
        """Return the first observation that reaches the target, else the newest."""
        found = sorted(
            (day(inside(one, "period"), "endDate"), value)
            for other in objects(inside(self.told, "implementation"), "metrics")
            if text(other, "id") == text(metric, "id")
            for one in objects(other, "observations")
            if one.get("dimensions") == aim.get("dimensions") and _measure(one)[1:] == _measure(aim)[1:]
            if (value := _measure(one)[0]) is not None
        )
        if not found or amount is None:
            return {}
        on, value = next((one for one in found if one[1] >= amount), found[-1])
        return {"observed": value, "observed_on": on, "nature": "declared"}

    def _risks(self) -> Iterator[tuple[str, Content]]:
        for one in objects(self.told, "riskAllocation"):
            category, held_by = text(one, "category"), text(one, "allocation")
            party = self.seen.in_role(BEARERS.get(held_by, ()))
            yield (
                self.key_of("obl", "risk", text(one, "id")),
                {
                    "what": text(one, "description") or category,
                    "obligation_kind": "risk",
                    "risk": RISKS.get(category, "other"),
                    "party": party,
                    "party_name": held_by if party is None else None,
                    "note": f"Category: {category}. Allocation: {held_by}. {text(one, 'notes')}".strip(),
                },
            )

    def _failures(self) -> Iterator[tuple[str, Content]]:
        money = currency(self.seen.told)
        for one in objects(inside(self.told, "implementation"), "performanceFailures"):
            imposed = number(one.get("penaltyImposed")) if money else None
            period = inside(one, "period")
            days = [day(period, name) for name in ("startDate", "endDate")]
            paid = one.get("penaltyPaid")
            fined = imposed is not None
            yield (
                self.key_of("obl", "failure", text(one, "id")),
                {
                    "what": text(one, "category") or text(one, "id"),
                    "obligation_kind": "service_level",
                    "due_on": "/".join(filter(None, days)),
                    "failures": number(one.get("events")),
                    "nature": "declared",
                    "penalty_contracted": number(one.get("penaltyContracted")) if money else None,
                    "penalty_imposed": imposed,
                    # The profile tells whether the penalty was paid, not how much of it.
                    "penalty_paid": imposed
                    if fined and paid is True
                    else Decimal(0)
                    if fined and paid is False
                    else None,
                    "currency": money if fined else None,
                    "note": text(one, "penaltyContracted"),
                },
            )

    def _amendments(self) -> list[Told]:
        return objects(self.told, "amendments") or [one for one in (inside(self.told, "amendment"),) if one]

    def _finance(self) -> Iterator[Entry]:
        for one in objects(self.told, "finance"):
            party, value = inside(one, "financingParty"), inside(one, "value")
            classes = one.get("assetClass")
            content = {
                "agreement": self.key,
                "side": text(party, "name") or text(one, "title") or text(one, "id"),
                "party": self.seen.party(party),
                "what": ", ".join(map(str, classes)) if isinstance(classes, list) and classes else "finance",
                "value": number(value.get("amount")),
                "currency": text(value, "currency"),
                "nature": "declared",
                "about": day(self.told, "dateSigned"),
                "note": text(one, "description") or text(one, "title"),
            }
            yield "contribution", self.key_of("fin", text(one, "id")), content

    def _transactions(self) -> Iterator[Entry]:
        for one in objects(inside(self.told, "implementation"), "transactions"):
            value = inside(one, "value") or inside(one, "amount")
            if number(value.get("amount")) is None or not text(value, "currency"):
                continue
            content = {
                "subject": self.key,
                "flow": "disbursement",
                "amount": number(value["amount"]),
                "currency": text(value, "currency"),
                "about": day(one, "date"),
                "nature": "declared",
                "payer": self.seen.party(inside(one, "payer")),
                "payee": self.seen.party(inside(one, "payee")),
            }
            yield "transaction", self.key_of("tra", text(one, "id")), content


def _milestone(told: Told, on: str) -> Content:
    """Return what a milestone says of itself; one that was not met was told so when it was last reviewed."""
    status = text(told, "status")
    heard = {
        "met": {"kept_on": day(told, "dateMet") or day(told, "dateModified")},
        "notMet": {"broken_on": day(told, "dateModified") or on},
    }
    return {
        "what": ": ".join(filter(None, (text(told, "title"), text(told, "description")))) or text(told, "id"),
        "due_on": day(told, "dueDate"),
        "obligation_kind": KINDS_OF_MILESTONE.get(text(told, "type"), "other"),
        **heard.get(status, {}),
        "nature": "declared" if status in heard else None,
    }


def _measure(told: Told) -> tuple[Decimal | None, str, str | None]:
    """Return the number of an observation, its unit and its currency."""
    value = inside(told, "value")
    if value:
        return number(value.get("amount")), "", text(value, "currency")
    unit = inside(told, "unit")
    return number(told.get("measure")), text(unit, "name") or text(unit, "id"), None


def _numbers_in(milestone: Told) -> set[Decimal]:
    words = f"{text(milestone, 'title')} {text(milestone, 'description')}"
    return {Decimal(found) for found in _NUMBER.findall(words)}


def _written(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount.normalize():f}"


def left_out(told: Told) -> dict[str, int]:
    """Count what of a process becomes no entry, by its name in the standard."""
    found = {
        "tender": int(bool(inside(told, "tender"))),
        "awards": len(objects(told, "awards")),
        "bids": int(bool(told.get("bids"))),
        "planning.forecasts": len(objects(inside(told, "planning"), "forecasts")),
        "planning.milestones": len(objects(inside(told, "planning"), "milestones")),
        "planning.documents": len(objects(inside(told, "planning"), "documents")),
        "parties.shareholders": sum(len(objects(one, "shareholders")) for one in objects(told, "parties")),
    }
    for contract in objects(told, "contracts"):
        done = inside(contract, "implementation")
        met = [*objects(contract, "milestones"), *objects(done, "milestones")]
        failures = objects(done, "performanceFailures")
        counts = {
            "contracts.items": len(objects(contract, "items")),
            "contracts.documents": len(objects(contract, "documents")) + len(objects(done, "documents")),
            "contracts.financeSummary": int(bool(inside(contract, "financeSummary"))),
            "contracts.implementation.tariffs": len(objects(done, "tariffs")),
            "contracts.implementation.charges": len(objects(done, "charges")),
            "milestones.status partiallyMet": sum(text(one, "status") == "partiallyMet" for one in met),
            "agreedMetrics.measure in words": sum(
                _measure(aim)[0] is None
                for one in objects(contract, "agreedMetrics")
                for aim in objects(one, "observations")
            ),
            "performanceFailures.penaltyContracted in words": sum(
                bool(text(one, "penaltyContracted")) and number(one["penaltyContracted"]) is None for one in failures
            ),
            "performanceFailures.penaltyImposed in words": sum(
                bool(text(one, "penaltyImposed")) and number(one["penaltyImposed"]) is None for one in failures
            ),
        }
        for name, count in counts.items():
            found[name] = found.get(name, 0) + count
    return {name: count for name, count in found.items() if count}
