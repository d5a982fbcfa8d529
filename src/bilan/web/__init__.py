"""The public site: pages that are complete without scripts, each a pure function of edition, dates and method."""
