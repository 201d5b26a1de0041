"""One ASGI application: the collector's paths go to the collector, all others to Django."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "drumbeat.config.settings")

from django.core.asgi import get_asgi_application

_pages = get_asgi_application()

# After the application exists: these need the loaded models.
from drumbeat.config.heart import Heart  # noqa: E402
from drumbeat.config.intake import collector, the_spool  # noqa: E402
from drumbeat.config.limits import limited  # noqa: E402
from drumbeat.config.loading import load_pages  # noqa: E402

_pages = limited(_pages)
_spool = the_spool()
_collector = collector(_spool)
_heart = Heart(_spool)


async def application(scope, receive, send):
    if scope["type"] == "lifespan":
        await _live(receive, send)
    elif scope["type"] == "http" and _collector.handles(scope["path"]):
        await _collector(scope, receive, send)
    else:
        await _pages(scope, receive, send)


async def _live(receive, send):
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            load_pages()
            _heart.start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            _heart.stop()
            _spool.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
