"""The colours of the marks: one hue for the quantity, texture for its evidence.

`tests/unit/report/test_marks_contrast.py` recomputes the contrast of every pair that stands here.
"""

from typing import Final

INK: Final = "#16211f"
INK_2: Final = "#46524f"
INK_3: Final = "#5f6b68"
PAPER: Final = "#fff"
LINK: Final = "#0b4f8a"
BRAND: Final = "#0b3b36"
ON_BRAND: Final = "#cfe6e1"
FOCUS: Final = "#ffd23f"

GRID: Final = "#e0e5e3"
RULE: Final = "#8a9693"
TRACK: Final = "#e6ebe9"
MIST: Final = "#c3ccc9"  # the hatch of what is not known

VERIFIED: Final = "#0f6b5f"
VERIFIED_INK: Final = "#0b5c51"  # words about the verified and the declared
TINT: Final = "#cfe6e1"  # between the lines of the hatch
STALE: Final = "#7fb6ac"
FORECAST: Final = "#6f3fa0"
FAN: Final = ("#e2f0ed", "#c5e0db", "#9cc9c1")

RAMP: Final = ("#e3efec", "#b7d6d0", "#7fb6ac", "#2f7a6e", "#0f6b5f")
ON_RAMP: Final = (INK, INK, INK, PAPER, PAPER)

TAGS: Final = {
    "bad": ("#a3260f", "#fbe9e5"),
    "warn": ("#7a4b00", "#fdf1da"),
    "good": ("#0d5c3f", "#e0f2e9"),
    "mute": (INK_2, "#e9edec"),
}

# Words on a ground, by what they are for: each must be read by weak eyes (WCAG 2.2, 1.4.3: 4.5 to 1).
WORDS: Final = {
    "ink": (INK, PAPER),
    "ink 2": (INK_2, PAPER),
    "ink 3": (INK_3, PAPER),
    "ink 3 on the band": (INK_3, "#f4f6f5"),
    "link": (LINK, PAPER),
    "masthead": (PAPER, BRAND),
    "note of the masthead": (ON_BRAND, BRAND),
    "word of the verified": (VERIFIED_INK, PAPER),
    "word of the forecast": (FORECAST, PAPER),
    "word on an unknown tile": (INK_2, PAPER),
    "word on the hatch of an unknown tile": (INK_2, MIST),
    **{f"tag {name}": pair for name, pair in TAGS.items()},
    **{f"tile {step}": pair for step, pair in enumerate(zip(ON_RAMP, RAMP, strict=True))},
}
# Shapes beside what they must be told from (WCAG 2.2, 1.4.11: 3 to 1).
SHAPES: Final = {
    "verified on paper": (VERIFIED, PAPER),
    "verified on the track": (VERIFIED, TRACK),
    "hatch on its tint": (VERIFIED, TINT),
    "forecast on paper": (FORECAST, PAPER),
    "target on paper": (INK, PAPER),
    "dashes on paper": (RULE, PAPER),
    "focus ring": (FOCUS, INK),
}
