"""One request over Python's own HTTP client.

Connecting and sending are separate calls there, so this module knows exactly whether a request can have arrived. A
transport is any callable of this shape; it must not raise, must not follow redirects and must send what it is given.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from dataclasses import dataclass, field
from typing import Callable, Literal, Union
from urllib.parse import urlsplit

__all__ = ["Answered", "Failure", "MaybeSent", "NeverSent", "Outcome", "Request", "Transport", "send"]

Failure = Literal["refused", "name_not_found", "tls", "timeout", "reset", "incomplete_answer", "cancelled", "other"]
"""Why there is no whole answer."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request to send exactly as it is. Its repr shows neither headers, which hold the key, nor the body."""

    method: str
    url: str
    headers: list[tuple[str, str]] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class NeverSent:
    """The request certainly never left."""

    failure: Failure


@dataclass(frozen=True, slots=True)
class MaybeSent:
    """The request may have arrived."""

    failure: Failure


@dataclass(frozen=True, slots=True)
class Answered:
    """The server answered."""

    status: int
    headers: list[tuple[str, str]] = field(repr=False)
    body: bytes = field(repr=False)


Outcome = Union[NeverSent, MaybeSent, Answered]
"""What became of a request."""

Transport = Callable[[Request, float], Outcome]
"""Sends a request within a number of seconds."""


def send(request: Request, timeout: float) -> Outcome:
    """Sends over a connection of its own. The timeout is for each wait on the socket."""
    connection: http.client.HTTPConnection
    try:
        parts = urlsplit(request.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=timeout)
    except (ValueError, http.client.InvalidURL):
        # Not an address: a port beyond 65535, for example, or half an IPv6 address.
        return NeverSent("other")
    try:
        never = _connect(connection)
        return never or _exchange(connection, request, parts.path + (f"?{parts.query}" if parts.query else ""))
    finally:
        connection.close()


def _connect(connection: http.client.HTTPConnection) -> NeverSent | None:
    try:
        connection.connect()
    except ssl.SSLError:
        return NeverSent("tls")
    except socket.gaierror:
        return NeverSent("name_not_found")
    except ConnectionRefusedError:
        return NeverSent("refused")
    except TimeoutError:
        return NeverSent("timeout")
    except (OSError, ValueError):
        # A host name with a label that is too long is a UnicodeError, and one with a null byte another ValueError.
        return NeverSent("other")
    return None


def _exchange(connection: http.client.HTTPConnection, request: Request, target: str) -> Outcome:
    given = {name.lower() for name, _ in request.headers}
    try:
        # Only noted down here; the first byte is sent by `endheaders`.
        connection.putrequest(
            request.method, target or "/", skip_host="host" in given, skip_accept_encoding="accept-encoding" in given
        )
        if "content-length" not in given and (request.body or request.method != "GET"):
            connection.putheader("Content-Length", str(len(request.body)))
        for name, value in request.headers:
            connection.putheader(name, value)
    except (ValueError, http.client.HTTPException):
        return NeverSent("other")
    try:
        connection.endheaders(request.body or None)
        response = connection.getresponse()
    except TimeoutError:
        return MaybeSent("timeout")
    except (OSError, http.client.HTTPException):
        return MaybeSent("reset")
    try:
        body = response.read()
    except TimeoutError:
        return MaybeSent("timeout")
    except (OSError, http.client.HTTPException):
        return MaybeSent("incomplete_answer")
    return Answered(response.status, response.getheaders(), body)
