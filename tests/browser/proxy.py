"""A reverse proxy of the simplest kind, as a course's web server may be one: it shows the product below a path."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from urllib.parse import urlsplit

SECONDS = 30  # that a connection may be silent


@contextmanager
def proxied(address: str, prefix: str, strip: bool) -> Iterator[str]:
    """The address under which `address` is shown below `prefix`, which is passed on or cut off and told in a header."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        there = f"127.0.0.1:{listener.getsockname()[1]}"
        more = [f"X-Forwarded-Host: {there}", "X-Forwarded-Proto: http", "X-Forwarded-For: 203.0.113.9"]
        more += [f"X-Forwarded-Prefix: {prefix}"] if strip else []

        def serve(client: socket.socket) -> None:
            with suppress(OSError), closing(client) as near:
                near.settimeout(SECONDS)
                head = b""
                while b"\r\n\r\n" not in head:
                    if not (data := near.recv(65536)):
                        return
                    head += data
                head, _, body = head.partition(b"\r\n\r\n")
                first, *lines = head.decode("latin-1").split("\r\n")
                method, path, version = first.split(" ")
                if not path.startswith(f"{prefix}/"):
                    near.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    return
                path = path.removeprefix(prefix) if strip else path
                socketed = any(line.lower() == "upgrade: websocket" for line in lines)
                kept = [line for line in lines if socketed or not line.lower().startswith("connection:")]
                kept += [] if socketed else ["Connection: close"]
                sent = "\r\n".join([f"{method} {path} {version}", *kept, *more, "", ""]).encode("latin-1")
                parts = urlsplit(address)
                with socket.create_connection((parts.hostname or "", parts.port or 0), SECONDS) as far:
                    far.sendall(sent + body)
                    threading.Thread(target=pump, args=(near, far), daemon=True).start()
                    pump(far, near)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://{there}{prefix}"
        listener.shutdown(socket.SHUT_RDWR)


def pump(source: socket.socket, sink: socket.socket) -> None:
    """Pass on what comes until either side ends."""
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
