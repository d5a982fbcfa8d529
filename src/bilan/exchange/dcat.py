"""Describe the data of an edition as catalogues of open data read it: DCAT-AP 3.0.1, as JSON-LD.

One dataset a kind of entry (CSV as of the two dates, Parquet with every version) and one of all entries (lines of JSON,
and the edition whole). What the ledger does not know is left out: the size of a CSV that is made when it is asked for,
the licence when none was named.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from bilan.ledger.entries import instant
from bilan.ledger.kinds import KINDS
from bilan.tables.editions import Edition
from bilan.terms.codes import label
from bilan.terms.languages import LANGUAGES, pick
from bilan.terms.words import say

CONTEXT: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
AUTHORITY: Final = "http://publications.europa.eu/resource/authority"
MEDIA: Final = "http://www.iana.org/assignments/media-types"
# The languages of labels as the tables of the European Union name them.
TONGUES: Final = {"fr": "FRA", "ar": "ARA", "en": "ENG"}
SHA256: Final = "spdx:checksumAlgorithm_sha256"
Label = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Described:
    """What a catalogue tells of the ledger beside its files.

    `page` is the address of the page of data, `files` that of the folder of the edition; both end with a stroke.
    """

    page: str
    files: str
    plan: Label
    publisher: Label
    starts_on: date | None
    ends_on: date | None
    changed_at: datetime | None
    licence: str


def catalogue(edition: Edition, told: Described) -> dict[str, Any]:
    """Return the catalogue of an edition."""
    kinds = [kind for kind in KINDS if edition.paths_of(kind)]
    return {
        "@context": CONTEXT,
        "@id": f"{told.page}catalogue.jsonld",
        "@type": "dcat:Catalog",
        **_named(told, "catalogue"),
        "dct:language": _languages(),
        "foaf:homepage": {"@id": told.page, "@type": "foaf:Document"},
        **_licensed(told),
        "dcat:dataset": [_entries(edition, told), *(_of_kind(edition, told, kind) for kind in kinds)],
    }


def _entries(edition: Edition, told: Described) -> dict[str, Any]:
    whole = f"{told.files.rstrip('/')}.zip"
    return {
        "@id": f"{told.page}#entries",
        "@type": "dcat:Dataset",
        **_named(told, "entries"),
        **_period(told),
        "dct:identifier": f"{edition.origin}/{edition.root.hex()}",
        "dcat:distribution": [
            _distribution(told, whole, "application/zip", "ZIP"),
            *_files(edition, told, "entries/", "application/x-ndjson", "JSON"),
        ],
    }


def _of_kind(edition: Edition, told: Described, kind: str) -> dict[str, Any]:
    csv = _distribution(told, f"{told.page}{kind}.csv", "text/csv", "CSV")
    return {
        "@id": f"{told.page}#{kind}",
        "@type": "dcat:Dataset",
        **_named(told, "kind", lambda language: {"kind": label("kind", kind, language)}),
        **_period(told),
        "dct:identifier": f"{edition.origin}/{edition.root.hex()}/{kind}",
        "dct:conformsTo": {"@id": f"{told.page}{kind}.schema.json", "@type": "dct:Standard"},
        "dcat:distribution": [
            csv,
            *_files(edition, told, f"tables/{kind}/", "application/vnd.apache.parquet", "PARQUET"),
        ],
    }


def _named(told: Described, what: str, values: Callable[[str], Mapping[str, str]] = lambda _: {}) -> dict[str, Any]:
    """Return title, description, publisher and day of change of a catalogue or dataset."""

    def every(code: str) -> list[dict[str, str]]:
        return [
            _text(say(code, one, subject="data", plan=pick(dict(told.plan), one), **values(one)), one)
            for one in LANGUAGES
        ]

    names = [_text(text, language) for language, text in told.publisher.items()]
    return {
        "dct:title": every(f"dcat.{what}"),
        "dct:description": every(f"dcat.{what}.about"),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": names},
        **({"dct:modified": _typed(instant(told.changed_at), "dateTime")} if told.changed_at else {}),
    }


def _period(told: Described) -> dict[str, Any]:
    days = {"dcat:startDate": told.starts_on, "dcat:endDate": told.ends_on}
    known = {name: _typed(day.isoformat(), "date") for name, day in days.items() if day}
    covered = {"dct:temporal": {"@type": "dct:PeriodOfTime", **known}} if known else {}
    return {"dct:language": _languages(), **covered}


def _files(edition: Edition, told: Described, folder: str, media: str, sort: str) -> Iterator[dict[str, Any]]:
    for path, facts in sorted(edition.files.items()):
        if path.startswith(folder):
            summed = {
                "@type": "spdx:Checksum",
                "spdx:algorithm": {"@id": SHA256, "@type": "spdx:ChecksumAlgorithm"},
                "spdx:checksumValue": _typed(facts["sha256"], "hexBinary"),
            }
            size = {"dcat:byteSize": _typed(str(facts["bytes"]), "nonNegativeInteger")}
            yield {**_distribution(told, f"{told.files}{path}", media, sort), **size, "spdx:checksum": summed}


def _distribution(told: Described, address: str, media: str, sort: str) -> dict[str, Any]:
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": told.page},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": f"{MEDIA}/{media}", "@type": "dct:MediaType"},
        "dct:format": {"@id": f"{AUTHORITY}/file-type/{sort}", "@type": "dct:MediaTypeOrExtent"},
        **_licensed(told),
    }


def _licensed(told: Described) -> dict[str, Any]:
    return {"dct:license": {"@id": told.licence, "@type": "dct:LicenseDocument"}} if told.licence else {}


def _languages() -> list[dict[str, str]]:
    return [{"@id": f"{AUTHORITY}/language/{TONGUES[one]}", "@type": "dct:LinguisticSystem"} for one in LANGUAGES]


def _text(text: str, language: str) -> dict[str, str]:
    return {"@value": text, "@language": language}


def _typed(text: str, name: str) -> dict[str, str]:
    return {"@value": text, "@type": f"xsd:{name}"}
