"""Files as answers."""

from django.http import HttpResponse

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def download(body: bytes, name: str, content_type: str) -> HttpResponse:
    """The bytes as a file called `name` (latin letters, as slugs are)."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=content_type, headers=headers)
