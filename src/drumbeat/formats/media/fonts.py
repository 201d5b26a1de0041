"""Fonts: the family's name, as FreeType reads it."""

import io

from PIL import ImageFont

from .problems import Unsafe


def read(data: bytes) -> dict:
    """Raises Unsafe("corrupt") for what FreeType cannot open."""
    try:
        family, style = ImageFont.truetype(io.BytesIO(data), size=12).getname()
    except (OSError, ValueError) as broken:
        raise Unsafe("corrupt") from broken
    return {"codec": "font", "notes": {"title": f"{family or ''} {style or ''}".strip()}}
