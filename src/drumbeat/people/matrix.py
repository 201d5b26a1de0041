"""Who may do what: the permission matrix as data (domain.md §2.6).

Letters: F full incl. archive · A approve/decide · E create and edit any · O create, edit own ·
C comment · V view · - none. `A,E` is both. A guest's `V*`/`O*` reach only objects shared by
link, so they give nothing inside the rooms.
"""

from django.utils.translation import gettext_lazy as _

ROLES = {
    "lead": _("Marketing lead"),
    "brand": _("Brand strategist"),
    "cl": _("Content lead"),
    "cw": _("Copywriter"),
    "ds": _("Designer"),
    "cm": _("Channel manager"),
    "pr": _("PR & KOL"),
    "ev": _("Event manager"),
    "an": _("Analyst"),
    "gst": _("Guest / agency"),
}

MODULES = {
    "strategy": _("Strategy"),
    "content": _("Content"),
    "channels": _("Channels"),
    "insight": _("Insight"),
}

MODULE_OF_ROLE = {
    "lead": "strategy",
    "brand": "strategy",
    "cl": "content",
    "cw": "content",
    "ds": "content",
    "cm": "channels",
    "pr": "channels",
    "ev": "channels",
    "an": "insight",
    "gst": "content",
}

_TABLE = """
row                   lead brand cl   cw   ds   cm   pr   ev   an   gst
goal                  A,E  O     O    V    V    O    O    O    O    -
check_in              E    O     O    O    O    O    O    O    O    -
plan                  A,E  E     C    V    V    C    C    C    C    -
budget_line           A,E  V     V    -    -    O    O    O    V    -
budget_move           A    V     V    -    -    E    O    O    V    -
budget_release        A    V     V    -    -    A    A    A    V    -
research              E    F     O    V    V    O    O    O    E    -
brand_platform        A    F     C    V    V    V    V    V    V    V*
audience              A    F     V    V    V    O    V    V    O    -
message               A    F     O    C    V    C    O    V    V    -
campaign              A,E  E     V    V    V    O    O    O    V    -
brief                 A    E     F    C    C    O    O    O    C    V*
brief_acknowledgement -    A     A    -    -    -    -    -    -    -
concept               E    O     F    O    O    C    O    C    C    O*
concept_choice        A    A     A    -    -    A    A    A    -    -
asset                 O    O     E    O    O    V    O    V    V    O*
asset_approval        A    A     A    -    -    -    A    -    -    -
finding_waiver        A    -     -    -    -    -    -    -    -    -
finding_clearance     A    A     -    -    -    -    -    -    -    -
asset_retirement      A    A     A    -    -    -    -    -    -    -
channel               E    V     V    V    V    F    O    O    O    -
placement             A,E  V     V    V    V    F    O    O    V    V*
placement_handshake   A    -     A    A    A    A    A    A    -    -
placement_arming      E    V     V    -    -    E    O    O    V    -
placement_pause       E    -     -    -    -    E    O    O    E    -
placement_reconcile   A    -     -    -    -    E    O    O    A    -
partner               V    V     V    -    -    O    F    O    V    -
contract              A    -     -    -    -    O    O    O    V    -
personal_data         V    -     -    -    -    O    -    O    O    -
personal_data_export  A    -     -    -    -    -    -    -    -    -
spend                 V    V     V    -    -    O    O    O    F    -
metric                A    C     C    V    V    C    C    C    F    -
experiment            A    O     O    O    O    O    O    O    F    -
attribution           V    V     V    -    -    V    V    V    F    -
alert                 E    O     O    -    -    O    O    O    F    -
report                A    V     V    V    V    V    V    V    F    V*
crisis                A,E  E     O    O    O    O    E    O    O    -
dark_out              A,E  -     -    -    -    E    -    -    -    -
playbook              A,E  O     O    V    V    O    O    O    O    -
run                   A,E  E     E    V    V    E    O    O    O    -
task                  A,E  O     O    O    O    O    O    O    O    -
gate_decision         A    A     A    -    -    -    A    -    -    -
handoff               E    E     E    E    E    E    E    E    E    -
comment               O    O     O    O    O    O    O    O    O    -
learning              A    O     O    O    O    O    O    O    A    -
users                 A    -     -    -    -    -    -    -    -    -
audit_log             V    -     -    -    -    -    -    -    V    -
source                V    V     V    -    -    O    O    O    F    -
home                  V    V     V    V    V    V    V    V    V    V
"""


def _parse(table):
    header, *lines = table.strip().splitlines()
    roles = header.split()[1:]
    return {
        name: dict(zip(roles, (frozenset(_letters(cell)) for cell in cells), strict=True))
        for name, *cells in (line.split() for line in lines)
    }


def _letters(cell):
    return () if cell == "-" or cell.endswith("*") else cell.split(",")


MATRIX = _parse(_TABLE)

# Which letters carry which kind of act. The second set carries it on one's own objects only.
_CARRY = {
    "view": (frozenset("VCOEFA"), frozenset()),
    "comment": (frozenset("COEFA"), frozenset()),
    "create": (frozenset("OEFA"), frozenset()),
    "edit": (frozenset("EF"), frozenset("OA")),
    "archive": (frozenset("F"), frozenset("OEA")),
    "approve": (frozenset("A"), frozenset()),
}

# A technical administrator runs the place but approves no content.
ADMIN_ROWS = {"users", "source", "audit_log", "personal_data_export", "home"}


def split(act):
    """`"brief.edit"` → `("brief", "edit")`. Raises KeyError for an act that no table knows."""
    row, _dot, kind = act.partition(".")
    if row not in MATRIX or kind not in _CARRY:
        raise KeyError(f"unknown act {act!r}: rows and kinds are in people/matrix.py")
    return row, kind


def carries(roles, act, *, own, is_admin=False):
    """Do these roles carry the act? `own`: the object is the member's, or there is none yet."""
    row, kind = split(act)
    if is_admin and row in ADMIN_ROWS:
        return True
    anyones, owners = _CARRY[kind]
    letters = frozenset().union(*(MATRIX[row][role] for role in roles))
    return bool(letters & anyones) or (own and bool(letters & owners))
