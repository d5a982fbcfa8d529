"""A voice: words, numbers and days in one reader's language."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from bilan.terms import printed, words
from bilan.terms.codes import label
from bilan.terms.languages import DEFAULT, RIGHT_TO_LEFT


@dataclass(frozen=True, slots=True)
class Voice:
    """Whatever speaks to a reader in one language."""

    language: str = DEFAULT

    @property
    def is_rtl(self) -> bool:
        """Tell whether the language is written from right to left."""
        return self.language in RIGHT_TO_LEFT

    def say(self, code: str, /, **values: Any) -> str:
        """Return a sentence of the word list `interface`."""
        return words.say(code, self.language, **values)

    def tell(self, subject: str, code: str, /, **values: Any) -> str:
        """Return a sentence of another word list."""
        return words.say(code, self.language, subject=subject, **values)

    def label(self, name: str, code: str | None) -> str:
        """Return the label of a code of a code list."""
        return label(name, code, self.language) if code else ""

    def number(self, value: int | Decimal | None) -> str:
        """Write a number as it was said."""
        return printed.number(value, self.language)

    def share(self, value: float | Decimal | None) -> str:
        """Write a share in whole percents."""
        return printed.share(value, self.language)

    def day(self, value: date | None) -> str:
        """Write a day."""
        return printed.day(value, self.language)

    def short_day(self, value: date | None) -> str:
        """Write a day in a column."""
        return printed.short_day(value, self.language)

    def partial(self, text: str | None) -> str:
        """Write a partial date as precisely as it was said."""
        return printed.partial(text, self.language)
