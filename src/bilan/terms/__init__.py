"""Words, units, days, places and languages: what everything else is said in."""
