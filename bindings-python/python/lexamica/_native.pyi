"""The core. Private: everything public is in `lexamica`. Errors are returned as JSON text, never raised."""

from typing import Literal

__all__ = [
    "apply_recipe",
    "interpret",
    "map_inbound",
    "map_outbound",
    "operations",
    "prepare",
    "sign_webhook",
    "verify_webhook",
    "version",
]

_Headers = list[tuple[str, str]]
_Text = tuple[str | None, str | None]

def version() -> str: ...
def operations() -> list[tuple[str, str, bool]]: ...
def prepare(
    operation: str, input: str, config: str, random: int
) -> tuple[tuple[str, str, _Headers, bytes, bytes | None] | None, str | None]: ...
def interpret(
    operation: str,
    input: str,
    config: str,
    kind: Literal["never_sent", "maybe_sent", "answered"],
    failure: str | None,
    answer: tuple[int, _Headers, bytes] | None,
    number: int,
    elapsed_ms: int,
    random: float,
) -> tuple[str | None, int | None, str | None]: ...
def apply_recipe(recipe: str, record: str) -> _Text: ...
def map_inbound(mapping: str, payload: str) -> _Text: ...
def map_outbound(mapping: str, canonical: str) -> _Text: ...
def verify_webhook(headers: _Headers, body: bytes, secrets: list[str], contract: str | None = None) -> str | None: ...
def sign_webhook(body: bytes, secret: str) -> _Text: ...
