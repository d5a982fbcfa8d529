"""Say how alike names and sets are, in any language, and why.

Question: Do two things that bear different names look like one thing twice?
Formula: a name is written without case, accents, vowel signs, punctuation and the variants of one letter, and cut into
    pieces of three letters. Likeness of two names = 2 x weight of the pieces both have / (weight of the pieces of one +
    weight of those of the other), where a piece weighs ln(1 + names / names that have it): what every name has tells
    little. Likeness of two sets (Jaccard) = what both have / what either has.
Units: shares from 0 (nothing in common) to 1 (the same).
Errors: none; an empty name or set is like nothing (0).
Source: Dice, *Measures of the amount of ecologic association between species*, 1945, on trigrams; weights after Spärck
    Jones, *A statistical interpretation of term specificity*, 1972; Jaccard, *Étude comparative de la distribution
    florale*, 1901.
"""

import re
import unicodedata
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final

import numpy as np
import numpy.typing as npt

Shares = npt.NDArray[np.float64]
_NOT_WORDS: Final = re.compile(r"[\W_]+")
# Letters of one sound that are typed one for the other; the tatweel only stretches a word.
_SAME: Final = str.maketrans({"ى": "ي", "ة": "ه", "ـ": None, "œ": "oe", "æ": "ae"})


def normal(name: str) -> str:
    """Write a name without what two spellings of it may differ in.

    >>> normal("Télé-déclaration de l'IS"), normal("الإدارة الإلكترونيّة")
    ('tele declaration de l is', 'الاداره الالكترونيه')
    """
    parted = unicodedata.normalize("NFKD", name.casefold().translate(_SAME))
    bare = "".join(sign for sign in parted if not unicodedata.combining(sign))
    return _NOT_WORDS.sub(" ", bare).strip()


def pieces(name: str) -> frozenset[str]:
    """Return the pieces of three letters of a name; the ends of its words are pieces too.

    >>> sorted(pieces("e-ID"))
    [' e ', ' id', 'id ']
    """
    words = (f" {word} " for word in normal(name).split())
    return frozenset(word[at : at + 3] for word in words for at in range(len(word) - 2))


def jaccard(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """Return what two sets have in common, as a share of what either has.

    >>> jaccard({"a", "b"}, {"b", "c"})
    0.3333333333333333
    """
    return len(one & other) / len(one | other) if one | other else 0.0


def names_alike(names: Sequence[str | None]) -> Shares:
    """Return how alike each two names are, as a square; those that are absent are like nothing."""
    cut = [pieces(name or "") for name in names]
    known = sorted(frozenset().union(*cut))
    if not known:
        return np.zeros((len(names), len(names)))
    having = np.array([[piece in one for piece in known] for one in cut], dtype=np.float64)
    weights = np.log1p(sum(map(bool, cut)) / having.sum(axis=0))
    common, weight = (having * weights) @ having.T, having @ weights
    both = weight[:, None] + weight[None, :]
    found: Shares = np.divide(2 * common, both, out=np.zeros_like(common), where=both > 0)
    return found
