"""The log: every happening as a line in both languages, by whom and when."""

from django.utils import translation

from drumbeat.strategy.crisis.models import Crisis, Entry


def log(crisis: Crisis, kind: str, text, *, by, file=None) -> Entry:
    """Add a line. text: a lazy translation, kept in both languages as it reads now; or what a
    person wrote, kept as it is. file: the StoredFile that shows it.
    """
    said = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            said[language] = str(text)
    return Entry.objects.create(
        brand_id=crisis.brand_id,
        crisis=crisis,
        by=by,
        kind=kind,
        text_en=said["en"],
        text_zh=said["zh-hans"],
        file=file,
    )
