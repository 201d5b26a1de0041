"""Run as a program of its own: the first page of a PDF as PNG, its longer side so many pixels."""

import sys

import pypdfium2


def drawn(path: str, side: int) -> None:
    page = pypdfium2.PdfDocument(path)[0]
    picture = page.render(scale=side / max(page.get_size())).to_pil()
    picture.convert("RGB").save(sys.stdout.buffer, "PNG")


if __name__ == "__main__":
    drawn(sys.argv[1], int(sys.argv[2]))
