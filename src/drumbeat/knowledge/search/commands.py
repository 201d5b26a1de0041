"""What the palette can do, besides finding: each room registers its own commands.

They lie in every page, and the palette filters them while somebody types; only objects are
asked from the server.
"""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Command:
    """One thing to do. route: name of its page; act: what a member must be allowed."""

    label: str | Promise
    route: str
    act: str
    icon: str = "bolt"
    words: str = ""


_commands: list[Command] = []


def register(*commands: Command) -> None:
    """Put commands into the palette; once each."""
    _commands.extend(command for command in commands if command not in _commands)


def commands_for(member) -> list[Command]:
    """The commands that this member may take, as the rooms registered them."""
    return [command for command in _commands if member.may(command.act)]
