"""What goes wrong in a form of Django or allauth, said in our words: by its code, else by its sentence."""

from typing import Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.core.exceptions import ValidationError

from bilan.report.voice import Voice
from bilan.terms.words import catalogue

SUBJECT: Final = "desk_account"
ADAPTERS: Final = (DefaultAccountAdapter, DefaultMFAAdapter, DefaultSocialAccountAdapter)
# The one error of allauth that has neither code nor adapter.
MISMATCH: Final = "You must type the same password each time."


def error_of(voice: Voice, error: ValidationError) -> str:
    """Say an error in a language; what we have no word for is said in general."""
    code = error.code or code_of(str(error.message))
    known = code if f"error.{code}" in catalogue(SUBJECT) else "invalid"
    return voice.tell(SUBJECT, f"error.{known}", **(error.params or {}))


def code_of(text: str) -> str:
    """Return the code of an error that is given as a sentence.

    >>> code_of("Incorrect code."), code_of("Something else.")
    ('incorrect_code', 'invalid')
    """
    if text == MISMATCH:
        return "password_mismatch"
    found = (code for one in ADAPTERS for code, sentence in one.error_messages.items() if str(sentence) == text)
    return next(found, "invalid")
