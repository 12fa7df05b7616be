"""JSON text from Python values, without the surprises of the default."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from .errors import invalid_input


_HALF = "the text holds half a character (a lone surrogate), which UTF-8 cannot; was it decoded wrongly?"


def to_json(value: object, path: str, inside: str | None = None) -> str:
    """Refuses what JSON cannot hold, instead of guessing a text for it or writing NaN.

    ``path`` names the whole, ``inside`` what precedes the names in it.
    """

    def unknown(item: object) -> Any:
        raise invalid_input(
            path, f"it holds a {type(item).__name__}, which JSON cannot; write it as a string or a number first"
        )

    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=unknown)
    except TypeError:
        raise invalid_input(path, "it has a key that is not a string") from None
    except ValueError:
        raise invalid_input(path, "it holds NaN, an infinity or itself, which JSON cannot") from None
    except RecursionError:
        raise invalid_input(path, "it is nested too deeply") from None
    if not _whole(text):
        raise invalid_input(_half(value, path if inside is None else inside) or path, _HALF)
    return text


def checked(text: str, path: str) -> str:
    """A text that can be given to the core."""
    if not _whole(text):
        raise invalid_input(path, _HALF)
    return text


def _whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _half(value: object, path: str) -> str | None:
    """Where the half character is. A name that holds it is not repeated."""
    if isinstance(value, str):
        return None if _whole(value) else path
    entries: Iterable[tuple[object, object]] = ()
    if isinstance(value, dict):
        entries = value.items()
    elif isinstance(value, (list, tuple)):
        entries = enumerate(value)
    for key, item in entries:
        if not _whole(str(key)):
            return path
        found = _half(item, f"{path}.{key}" if path else str(key))
        if found is not None:
            return found
    return None
