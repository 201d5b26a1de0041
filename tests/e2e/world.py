"""The world around the product: a mail server that keeps what it gets, and a shop's page."""

import re
import threading
import time
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller

from tests.collector.conftest import free_port

PAGE = """<!doctype html><html lang="en"><title>Tea</title><link rel="icon" href="data:,">
<script src="{product}/drumbeat.js" data-key="{key}" defer></script><h1>Evening tea</h1></html>"""


class Mailbox:
    """A real SMTP server; `url` is what DRUMBEAT_MAIL_URL takes."""

    def __init__(self):
        self.mails = []
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self._controller.start()
        self.url = f"smtp://127.0.0.1:{self._controller.port}"

    async def handle_DATA(self, _server, _session, envelope):
        mail = message_from_bytes(envelope.content, policy=default)
        self.mails.append((envelope.rcpt_tos[0], mail.get_body().get_content()))
        return "250 OK"

    def link_for(self, address: str) -> str:
        """The first link in the newest mail to an address."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            for to, text in reversed(self.mails):
                if to == address and (found := re.search(r"https?://\S+", text)):
                    return found[0]
            time.sleep(0.05)
        raise AssertionError(f"no mail to {address}")

    def close(self):
        self._controller.stop()


class Shop:
    """A shop's page with drumbeat.js on it, once it has been told product and write key."""

    def __init__(self):
        shop = self
        self.page = b""

        class Pages(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(shop.page)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        self.url = f"http://127.0.0.1:{self._server.server_port}/tea"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def carries(self, product: str, key: str) -> None:
        self.page = PAGE.format(product=product, key=key).encode()

    def close(self):
        self._server.shutdown()
        self._server.server_close()
