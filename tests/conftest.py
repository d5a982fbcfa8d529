"""Make every run of the tests the same, on every machine and every day.

Profiles of hypothesis: `gate` tries the same examples each time; `search` looks for new ones
(`./bilan test tests/properties --hypothesis-profile=search`).
"""

from hypothesis import settings

settings.register_profile("gate", deadline=None, derandomize=True, database=None)
settings.register_profile("search", deadline=None, max_examples=2_000)
settings.load_profile("gate")
