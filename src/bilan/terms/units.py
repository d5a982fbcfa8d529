"""Units as sources write them: ``MAD per year``, ``percent of households``, ``jobs``."""

from bilan.terms.codes import code_list, label


def parts(unit: str) -> tuple[str, str]:
    """Split a unit into the thing counted and its rhythm.

    >>> parts("MAD per year"), parts("jobs")
    (('MAD', 'year'), ('jobs', ''))
    """
    thing, _, rhythm = unit.partition(" per ")
    return thing.strip(), rhythm.strip()


def currency_of(unit: str) -> str | None:
    """Return the currency a unit is counted in, when it is money."""
    thing = parts(unit)[0]
    return thing if thing in code_list("currency") else None


def compare_units(one: str, other: str) -> str:
    """Say whether two units are the *same*, *comparable* (other currency, other whole of a percentage) or *different*.

    >>> compare_units("EUR per year", "MAD per year"), compare_units("jobs", "MAD")
    ('comparable', 'different')
    """
    if one == other:
        return "same"
    if currency_of(one) and currency_of(other):
        return "comparable"
    both_percent = one.startswith("percent") and other.startswith("percent")
    return "comparable" if both_percent else "different"


def printed_unit(unit: str, language: str) -> str:
    """Write a unit in a reader's language as far as the code list knows it; the rest stays as the source has it.

    >>> printed_unit("jobs per year", "fr"), printed_unit("percent of households", "en"), printed_unit("MAD", "fr")
    ('emplois par an', '% of households', 'MAD')
    """
    thing, rhythm = parts(unit)
    return f"{label('unit', thing, language)} {label('unit', f'per {rhythm}', language) if rhythm else ''}".strip()
