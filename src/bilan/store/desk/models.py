"""Where Django looks for the tables of the desk."""

from bilan.store.desk.audits import Engagement, Item
from bilan.store.desk.papers import Batch, Complement, Filed, Meeting, Paper, Step
from bilan.store.desk.people import Account, AccountStep, Counted, Grant, Scope, Token
from bilan.store.desk.plans import PlanChange, Release
from bilan.store.desk.post import Answered, Delivery, Hook, Letter
from bilan.store.desk.rows import Row

__all__ = [
    "Account", "AccountStep", "Answered", "Batch", "Complement", "Counted", "Delivery", "Engagement", "Filed",
    "Grant", "Hook", "Item", "Letter", "Meeting", "Paper", "PlanChange", "Release", "Row", "Scope", "Step", "Token",
]  # fmt: skip
