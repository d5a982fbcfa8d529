"""How a command ends: the exit codes, and what is said of each thing that can go wrong."""

from enum import IntEnum
from typing import Final


class Ends(IntEnum):
    """The exit codes, by family of what happened."""

    WELL = 0
    PROBLEMS = 1
    USAGE = 2
    NOT_VERIFIED = 3
    NOT_FOUND = 4
    REFUSED = 5
    INTERRUPTED = 130


class Failed(Exception):
    """A command cannot do what was asked: a code of the word list `interface`, its values, and how it ends."""

    def __init__(self, code: str, ends: Ends, /, **values: object) -> None:
        """Keep code, end and values."""
        super().__init__(code)
        self.code = code
        self.ends = ends
        self.values = values


# By name, so that nothing heavy is imported to look whether something went wrong. The sentence of each stands in the
# word list under ``failed.`` and its name; its placeholders are the attributes of the exception.
ENDS_OF: Final = {
    "NoHome": Ends.NOT_FOUND,
    "SettingMalformed": Ends.USAGE,
    "EditionMissing": Ends.NOT_FOUND,
    "EditionOutdated": Ends.REFUSED,
    "UnknownAnalysis": Ends.NOT_FOUND,
    "WrongOption": Ends.USAGE,
    "NoSuchColumn": Ends.USAGE,
    "NothingToPublish": Ends.NOT_FOUND,
    "PastChanged": Ends.NOT_VERIFIED,
    "KeyExposed": Ends.REFUSED,
    "OriginDiffers": Ends.REFUSED,
    "ClockWentBack": Ends.REFUSED,
    "NobodyRecords": Ends.USAGE,
    "NothingToProve": Ends.REFUSED,
    "Refused": Ends.REFUSED,
    "Unreachable": Ends.REFUSED,
    "NotTheSame": Ends.NOT_VERIFIED,
}
