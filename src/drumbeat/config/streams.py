"""Files on their way out of an asynchronous server, portion by portion."""

from collections.abc import AsyncIterator, Iterable
from itertools import islice

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest

CHUNKS_AT_ONCE = 64  # of Django's 4 KiB: a thread is asked once for each quarter of a megabyte


def streams(get_response):
    """Middleware: what streams from a plain iterator streams on under ASGI.

    Left to itself Django reads such a file into memory, whole, before its first byte goes out.
    """

    def answer(request):
        response = get_response(request)
        if isinstance(request, ASGIRequest) and response.streaming and not response.is_async:
            response.streaming_content = _portions(response.streaming_content)
        return response

    return answer


async def _portions(chunks: Iterable[bytes]) -> AsyncIterator[bytes]:
    chunks = iter(chunks)
    take = sync_to_async(lambda: b"".join(islice(chunks, CHUNKS_AT_ONCE)))
    while portion := await take():
        yield portion
