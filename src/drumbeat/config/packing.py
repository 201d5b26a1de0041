"""Pages packed for the way."""

from django.middleware.gzip import GZipMiddleware


class PackedPages(GZipMiddleware):
    """Packs what is no file: of a file people ask for parts, whose places and tag are its own."""

    def process_response(self, request, response):
        if response.has_header("Accept-Ranges"):
            return response
        return super().process_response(request, response)
