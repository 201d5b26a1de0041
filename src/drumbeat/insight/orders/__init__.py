"""Orders from files: they become the events that a shop's site would have sent."""
