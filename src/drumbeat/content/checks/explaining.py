"""What a rule that comes with the product says, whichever file it is from."""

from drumbeat.content.checks.craft import explained_craft
from drumbeat.content.checks.laws import explained_law
from drumbeat.content.checks.rulebook import Explained


def explained(key: str) -> Explained | None:
    """None for a key that no rule has any more."""
    return explained_law(key) or explained_craft(key)
