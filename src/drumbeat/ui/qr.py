"""A QR code as inline SVG."""

import segno


def qr_svg(data: str) -> str:
    """SVG markup (one path, no size of its own, ink in currentColor) of the QR code for `data`.

    Error correction M: a printed poster loses a corner sooner than a screen does.
    Raises segno.DataOverflowError when the text does not fit into a QR code.
    """
    code = segno.make(data, error="m", micro=False)
    return code.svg_inline(
        scale=1, border=4, omitsize=True, dark="#221d17", light="#ffffff", svgclass="qr-code"
    )
