"""Translations: each room keeps its own `.po`; they are joined and compiled when the product starts.

No compiled file is kept in the repository and no gettext program is needed to run: Babel reads
and writes both formats. The result lies in the home folder under a name made from its sources.
"""

from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGE = "zh_Hans"


def sources(package: Path) -> list[Path]:
    """The rooms' catalogues, in a stable order."""
    return sorted(package.glob(f"**/locale/{LANGUAGE}/LC_MESSAGES/django.po"))


def compiled(package: Path, home: Path) -> Path:
    """A locale folder for Django with everything in it; made only when a source has changed."""
    files = sources(package)
    digest = sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]
    folder = home / "locale" / digest
    target = folder / LANGUAGE / "LC_MESSAGES" / "django.mo"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        # A name of its own: another process may be starting in the same home.
        with NamedTemporaryFile(dir=target.parent, delete=False) as stream:
            write_mo(stream, joined(files))
        Path(stream.name).replace(target)
    return folder


def joined(files: list[Path]) -> Catalog:
    """One catalogue; a sentence that two rooms share keeps the first room's words."""
    whole = Catalog(locale=LANGUAGE)
    for path in files:
        with path.open("rb") as stream:
            for message in read_po(stream, locale=LANGUAGE):
                if message.id and message.string and whole.get(message.id, message.context) is None:
                    whole.add(message.id, message.string, context=message.context)
    return whole
