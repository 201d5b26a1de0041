"""Tracking codes as people type them, read as they were minted."""

from __future__ import annotations

import re

# Crockford's base32 with its five extra check symbols; U may only be a check symbol.
_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{3,31}[0-9A-HJKMNP-TV-Z*~$=U]")
_LOOKALIKES = str.maketrans("OIL", "011", "- ")


def normalised(text: str) -> str:
    """The code in upper case, hyphens dropped, O read as 0, I and L as 1; "" if it is no code."""
    code = text.strip().upper().translate(_LOOKALIKES)
    return code if _CODE.fullmatch(code) else ""
