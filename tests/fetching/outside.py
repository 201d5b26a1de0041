"""A real server of the outside world, well-behaved and hostile, on an address of its own.

It listens on 127.0.0.2, which the tests open to the fetcher as an operator would; 127.0.0.1 and
everything else that is private stays closed.
"""

import gzip
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from drumbeat.fetching import networks

HERE = "127.0.0.2"
OPENED = networks([HERE])
MEGABYTE = 1024 * 1024
REDIRECTS = {
    "/to-loopback": "http://127.0.0.1:{port}/feed",
    "/to-metadata": "http://169.254.169.254/latest/meta-data/",
    "/to-mapped": "http://[::ffff:127.0.0.1]:{port}/feed",
    "/to-file": "file:///etc/passwd",
    "/round": "/round",
    "/moved": "/feed",
}


class Outside:
    """Serves `pages` (path → bytes) with an ETag each, and the tricks below. asked: what came in."""

    def __init__(self):
        self.pages: dict[str, bytes] = {}
        self.asked: list[tuple[str, dict]] = []
        outside = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self):
                outside.asked.append((self.path, dict(self.headers)))
                outside._answer(self)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer((HERE, 0), Answers)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self.url = f"http://{HERE}:{self.port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, line):
        path = line.path
        if path in REDIRECTS:
            return _said(line, 302, Location=REDIRECTS[path].format(port=self.port))
        if trick := getattr(self, f"_{path.strip('/').replace('-', '_')}", None):
            try:
                return trick(line)
            except OSError:
                return None  # the fetcher hung up, as it should
        return self._page(line)

    def _page(self, line):
        body = self.pages.get(line.path)
        if body is None:
            return _said(line, 404)
        etag = f'"{hash(body)}"'
        if line.headers.get("If-None-Match") == etag:
            return _said(line, 304, ETag=etag)
        return _said(line, 200, body, ETag=etag)

    def _endless(self, line):
        """A hundred megabytes without saying how many."""
        line.send_response(200)
        line.end_headers()
        for _part in range(100):
            line.wfile.write(b"x" * MEGABYTE)

    def _announced(self, line):
        line.send_response(200)
        line.send_header("Content-Length", str(100 * MEGABYTE))
        line.end_headers()

    def _packed_bomb(self, line):
        _said(line, 200, gzip.compress(b"x" * 100 * MEGABYTE, 1), **{"Content-Encoding": "gzip"})

    def _packed(self, line):
        _said(line, 200, gzip.compress(b"packed"), **{"Content-Encoding": "gzip"})

    def _dripping(self, line):
        """A byte now and then: every single one comes in time."""
        line.send_response(200)
        line.send_header("Content-Length", "1000")
        line.end_headers()
        for _byte in range(1000):
            line.wfile.write(b"x")
            line.wfile.flush()
            time.sleep(0.05)

    def _dripping_head(self, line):
        line.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(90):
            line.wfile.write(f"X-{number}: y\r\n".encode())
            line.wfile.flush()
            time.sleep(0.05)

    def _cut_short(self, line):
        line.send_response(200)
        line.send_header("Content-Length", "100")
        line.end_headers()
        line.wfile.write(b"half")


def _said(line, status, body=b"", **headers):
    line.send_response(status)
    for name, value in headers.items():
        line.send_header(name, value)
    line.send_header("Content-Length", str(len(body)))
    line.end_headers()
    line.wfile.write(body)
