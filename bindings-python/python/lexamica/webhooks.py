"""Proving that a delivery comes from Lexamica."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from . import _native
from ._json import checked, to_json
from .errors import error_from, invalid_input

__all__ = ["sign_webhook", "verify_webhook"]


def verify_webhook(
    body: bytes | str,
    headers: Mapping[str, str] | Iterable[tuple[str, str]],
    secrets: str | Iterable[str],
    *,
    contract: Mapping[str, Any] | None = None,
) -> None:
    """Checks a delivery. Pass the body as it arrived, before anything has parsed it.

    :raises WebhookVerificationError: if it does not come from Lexamica; its ``code`` says why.
    """
    pairs = [
        (checked(name, "headers"), checked(value, "headers"))
        for name, value in (headers.items() if isinstance(headers, Mapping) else headers)
    ]
    several = [checked(secret, "secrets") for secret in ([secrets] if isinstance(secrets, str) else secrets)]
    overrides = None if contract is None else to_json(contract, "contract")
    error = _native.verify_webhook(pairs, _raw(body), several, overrides)
    if error is not None:
        raise error_from(error)


def sign_webhook(body: bytes | str, secret: str) -> str:
    """Signs a body as Lexamica does, in hexadecimal. For tests."""
    signature, error = _native.sign_webhook(_raw(body), checked(secret, "secret"))
    if error is not None:
        raise error_from(error)
    return signature or ""


def _raw(body: object) -> bytes:
    if isinstance(body, bytes):
        return body
    if isinstance(body, (bytearray, memoryview)):
        return bytes(body)
    if isinstance(body, str):
        return checked(body, "body").encode()
    raise invalid_input(
        "body", f"pass the raw body, bytes or str, not a {type(body).__name__}; was it parsed by a framework?"
    )
