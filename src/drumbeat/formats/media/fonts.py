"""Fonts: the family's name, as FreeType reads it."""

import io

from PIL import ImageFont


def read(data: bytes) -> dict:
    """Raises OSError, ValueError for what FreeType cannot open."""
    family, style = ImageFont.truetype(io.BytesIO(data), size=12).getname()
    return {"codec": "font", "notes": {"title": f"{family or ''} {style or ''}".strip()}}
