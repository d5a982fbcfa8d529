"""Say by how much a declared end will slip, from how such ends slipped before.

Question: An end was declared; if the thing is still running on a later day, when will its end be said to be then?
Formula: quantiles of the months by which ends were moved, each move weighted by how alike it is: a normal kernel on the
    logarithm of the time to go plus half a year, one on the logarithm of the waiting time, half a vote where one
    slipped before and the other did not. For a longer waiting also step by step: what may come of each step leads to
    the next, an end that has passed by then seldom still running. Until a government's own moves number 40, moves of
    another one fill the class up to that number, a third of them as if ends had receded by three quarters of the time.
Unit: months; chances as shares of 1, held between 3 and 97 percent.
Missing: what ended on time leaves the record: the answer is of what is still running, and must be worded so.
Source: B. Flyvbjerg, From Nobel Prize to project management, Project Management Journal 37 (2006); A. Budzier and
    B. Flyvbjerg, Harvard Business Review 89 (2011). The table: United Kingdom, Government Major Projects Portfolio,
    publications of 2014 to 2016 (Open Government Licence 3.0).
"""

from bilan.analysis.formulas.slips.foreseeing import ENOUGH, LATE, Moves, slips
from bilan.analysis.formulas.slips.moves import Ending, Move, Slipped

__all__ = ["ENOUGH", "LATE", "Ending", "Move", "Moves", "Slipped", "slips"]
