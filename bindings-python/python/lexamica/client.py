"""Sending cases with the Public Key."""

from __future__ import annotations

import json
import random
import secrets
import time
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Literal

from . import _native
from ._http import Answered, NeverSent, Request, Transport, send
from ._json import checked, to_json
from .errors import ConfigError, error_from, invalid_input
from .mapping import Mapping

__all__ = ["Answer", "Cases", "IngestClient", "SentCase"]


@dataclass(frozen=True, slots=True)
class Answer:
    """The server's whole answer."""

    status: int
    body: Any = field(repr=False)
    """Its JSON, or its text."""


@dataclass(frozen=True, slots=True)
class SentCase:
    """What is known after the server has accepted a case."""

    case_id: str | None
    """Lexamica's id, or none if the answer holds none. The case is there in both cases: do not send it again."""
    note: str | None
    """Why there is no id, if there is none."""
    answer: Answer
    """The whole answer."""


class Cases:
    """The operations on cases."""

    __slots__ = ("_client",)

    def __init__(self, client: IngestClient) -> None:
        self._client = client

    def send(self, mapping_id: str, payload: AnyMapping[str, Any], mapping: Mapping | None = None) -> SentCase:
        """Creates a case and hands it to the relay engine.

        :param payload: the case, in your field names.
        :param mapping: the mapping itself, to find the case's id in the answer whatever it is called there.
        :raises NeverSentError: if it certainly never left.
        :raises OutcomeUnknownError: if it may have arrived: then do not simply send it again.
        """
        sent = self._client.call("cases.send", {"mappingId": mapping_id, "payload": payload, "mapping": mapping})
        answer = Answer(sent["answer"]["status"], sent["answer"].get("body"))
        return SentCase(sent["caseId"], sent.get("note"), answer)


class IngestClient:
    """Sends cases with the Public Key. Holds no connection, so it can be shared by threads and survives a fork.

    :param environment: ``sandbox`` or ``production``; leave it out where you give a ``base_url``.
    :param contract: corrections of the wire contract.
    :param retry: how patiently to retry, for example ``{"maxAttempts": 1}``.
    :param timeout: seconds for each wait on the network.
    :param transport: sends in place of the standard library, for tests and proxies.
    """

    __slots__ = ("_closed", "_config", "_timeout", "_transport", "cases")

    cases: Cases
    """The operations on cases."""

    def __init__(
        self,
        organization_id: str,
        public_key: str,
        environment: str | None = None,
        base_url: str | None = None,
        *,
        contract: AnyMapping[str, Any] | None = None,
        retry: AnyMapping[str, Any] | None = None,
        timeout: float = 60.0,
        transport: Transport = send,
    ) -> None:
        settings = {
            "organizationId": organization_id,
            "publicKey": public_key,
            # The sandbox is the harmless one of the two.
            "environment": "sandbox" if environment is None and base_url is None else environment,
            "baseUrl": base_url,
            "contract": contract,
            "retry": retry,
        }
        self._config = to_json({key: value for key, value in settings.items() if value is not None}, "config")
        self._timeout = timeout
        self._transport = transport
        self._closed = False
        self.cases = Cases(self)

    def call(self, name: str, input: AnyMapping[str, Any], *, file: bytes | None = None) -> Any:
        """Carries out any operation of the table by name, for example ``files.upload``, which takes a ``file``.

        :param file: the whole content. It is held in memory, together with a copy of it: the request.
        """
        if self._closed:
            raise ConfigError("config", "invalid_config", "the client is closed")
        plain = {key: _plain(value) for key, value in input.items() if value is not None}
        text = to_json(plain, "input", "")
        prepared, error = _native.prepare(checked(name, "name"), text, self._config, secrets.randbits(64))
        if error is not None or prepared is None:
            raise error_from(error or "{}")
        method, url, headers, body, suffix = prepared
        if suffix is not None:
            if file is None:
                raise invalid_input("file", "this operation sends a file, and none was given")
            body = body + file + suffix
        return self._exchange(name, text, Request(method, url, headers, body))

    def _exchange(self, name: str, text: str, request: Request) -> Any:
        """The loop around the core: it builds and reads, we send and sleep."""
        started = time.monotonic()
        number = 1
        while True:
            outcome = self._transport(request, self._timeout)
            elapsed = int((time.monotonic() - started) * 1000)
            attempt = (number, elapsed, random.random())
            if isinstance(outcome, Answered):
                # A transport may have decoded them anyhow, and the case may be there already: no reason to fail.
                headers = [(_whole(name), _whole(value)) for name, value in outcome.headers]
                answer = (outcome.status, headers, outcome.body)
                step = _native.interpret(name, text, self._config, "answered", None, answer, *attempt)
            else:
                kind: Literal["never_sent", "maybe_sent"] = (
                    "never_sent" if isinstance(outcome, NeverSent) else "maybe_sent"
                )
                step = _native.interpret(name, text, self._config, kind, outcome.failure, None, *attempt)
            done, wait, error = step
            if done is not None:
                return json.loads(done)
            if wait is None:
                raise error_from(error or "{}")
            time.sleep(wait / 1000)
            number += 1

    def close(self) -> None:
        """Ends the use of the client; later calls are refused."""
        self._closed = True

    def __enter__(self) -> IngestClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        # The configuration holds the key.
        return "IngestClient(...)"


def _whole(text: str) -> str:
    return text.encode(errors="replace").decode()


def _plain(value: object) -> object:
    return value.to_dict() if isinstance(value, Mapping) else value
