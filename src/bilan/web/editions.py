"""The editions that the site shows: those of the home, as every door opens them."""

from bilan.acts.editions import current, find, home, listed, view

__all__ = ["current", "find", "home", "listed", "view"]
