"""One stylesheet, one script, one icon sheet: the parts joined in memory, named by their hash.

A page must not fetch forty small files, and there is no Node and no build step that somebody can
forget. So the files under `static/ui` are joined when first asked for and kept in memory; the
address carries a hash of the content, which lets browsers keep it for a year, and the response is
compressed once. It is the same code under runserver and in production: nothing to collect, and
whitenoise keeps doing what it does for the other static files. While DEBUG is on, an edited file
is joined anew.

CSS: a folder of `static/ui/css` is a cascade layer, so a file never names its own layer.
JS: every file is one block of a single module; blocks talk through DOM events, not imports.
"""

import gzip
import re
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).parent / "static" / "ui"
LAYERS = ("reset", "tokens", "base", "layout", "components", "utilities")
CONTENT_TYPES = {
    "ui.css": "text/css; charset=utf-8",
    "ui.js": "text/javascript; charset=utf-8",
    "icons.svg": "image/svg+xml",
    "mark.svg": "image/svg+xml",
}


@dataclass(frozen=True)
class Asset:
    name: str
    body: bytes
    gzipped: bytes
    digest: str

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.name]


def asset(name: str) -> Asset:
    """The joined asset called `ui.css`, `ui.js`, `icons.svg` or `mark.svg`. Raises KeyError for another name."""
    if name not in CONTENT_TYPES:
        raise KeyError(name)
    return _joined(name, _newest_change() if settings.DEBUG else 0)


@lru_cache(maxsize=8)
def _joined(name: str, _changed_at: int) -> Asset:
    body = SOURCES[name]().encode()
    return Asset(name, body, gzip.compress(body, mtime=0), sha256(body).hexdigest()[:12])


def _css() -> str:
    layers = [f"@layer {', '.join(LAYERS)};"]
    for layer in LAYERS:
        for path in sorted((ROOT / "css" / layer).glob("*.css")):
            layers.append(f"@layer {layer} {{\n{_without_comments(path.read_text('utf-8'))}}}")
    return "\n".join(layers) + "\n"


def _js() -> str:
    blocks = sorted((ROOT / "js").glob("*.js"))
    return "".join(f"{{\n{_without_comments(path.read_text('utf-8'))}}}\n" for path in blocks)


def _without_comments(source: str) -> str:
    """Drops comments that stand on lines of their own, and the indentation."""
    source = re.sub(r"^\s*/\*.*?\*/[ \t]*\n", "", source, flags=re.DOTALL | re.MULTILINE)
    source = re.sub(r"^\s*//.*\n", "", source, flags=re.MULTILINE)
    return re.sub(r"^[ \t]+|\n(?=\n)", "", source, flags=re.MULTILINE)


def _file(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def _newest_change() -> int:
    return max(path.stat().st_mtime_ns for path in ROOT.rglob("*") if path.is_file())


SOURCES = {
    "ui.css": _css,
    "ui.js": _js,
    "icons.svg": partial(_file, "icons.svg"),
    "mark.svg": partial(_file, "mark.svg"),
}
