"""Numbers in, numbers out: scheduling, calendars, codes, links, pacing, return on spend."""
