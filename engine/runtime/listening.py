"""A small HTTP server beside a runner: `/metrics` for Prometheus, `/health` for people who are called, `/alive` for
whatever restarts what hangs. It changes nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from engine.words.errors import Misuse, Unavailable

LOOPBACK = "127.0.0.1"
# path -> (status, content type, body)
Page = Callable[[], tuple[int, str, str]]


def address_of(text: str) -> tuple[str, int]:
    """`9464` is a port on this machine alone; `0.0.0.0:9464` or `[::]:9464` says where to listen. Raises Misuse."""
    host, _, port = text.rpartition(":")
    if not (port.isascii() and port.isdigit() and 0 <= int(port) <= 65_535):
        raise Misuse("metrics-address", found=text[:60])
    return host.strip("[]") or LOOPBACK, int(port)


@contextmanager
def listening(address: tuple[str, int], pages: dict[str, Page]) -> Iterator[int]:
    """Serve these pages while the block runs; gives the port. Raises Unavailable if it cannot listen there."""
    try:
        server = _server(address, pages)
    except OSError as failure:
        raise Unavailable("metrics-taken", address=f"{address[0]}:{address[1]}", why=failure.strerror or "") from None
    thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _server(address: tuple[str, int], pages: dict[str, Page]) -> ThreadingHTTPServer:
    class Answer(BaseHTTPRequestHandler):
        timeout = 10
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer()

        def do_HEAD(self) -> None:
            self._answer()

        def _answer(self) -> None:
            page = pages.get(self.path.partition("?")[0])
            status, kind, text = page() if page else (404, "text/plain; charset=utf-8", "/metrics /health /alive\n")
            content = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        def version_string(self) -> str:
            return "reviewflow"

        def log_message(self, format: str, *args: Any) -> None:
            """A probe every few seconds is no news."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A reader that hangs up is no news either."""

    return Server(address, Answer)
