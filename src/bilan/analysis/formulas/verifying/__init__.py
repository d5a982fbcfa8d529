"""Say what is likely behind a declared figure, from declared figures that were verified.

Question: When somebody declares so much, what will an audit find?
Formula: on the logit between the bounds (the logarithm where there is no upper one), (1) the class: the mean of what
    was verified where others declared about as much, a straight line and the mean of the rest in the neighbourhood,
    with the spread there, each reporter having one vote; (2) the item, as it lies off that curve; (3) the record of the
    reporter: the best linear prediction from what its earlier audits found beyond the class, where the covariance of
    two findings is that of the reporter, of the reporter on one item, both fading, and of one audit; (4) a correction
    by least squares on hindcasts: how far to believe the record, to mind that more is declared than then, and to go
    back to the value last verified of the item (between bounds a third of the way, else none, until the class tells);
    (5) the quantiles of what was missed when each audit of the class was foreseen from the earlier ones, leaving the
    reporter out of the curve. All variances are those of the class, by the method of moments, drawn to usual ones as
    if those were seen with a few reporters.
Unit: that of the values; bounds are kept. Where there is no upper bound values are percent of what was aimed at.
Missing: what is no number is left out. With fewer than 30 pairs the table that ships joins them. A reporter without a
    record gets the whole spread of the class and a tenth more.
Source: C. Murray et al., Lancet 362 (2003); J. Sandefur and A. Glassman, J. Dev. Stud. 51 (2015); G. K. Robinson, That
    BLUP is a good thing, Statistical Science 6 (1991); J. Lei et al., Distribution-free predictive inference, JASA 113
    (2018). The table: World Bank, Digital Governance Projects Database, ratings of teams and of independent evaluators.
"""

from bilan.analysis.formulas.verifying.answering import behind, verified
from bilan.analysis.formulas.verifying.comparables import ENOUGH, Comparables
from bilan.analysis.formulas.verifying.pairs import Declaration, Declared, Pair, Verified

__all__ = ["ENOUGH", "Comparables", "Declaration", "Declared", "Pair", "Verified", "behind", "verified"]
