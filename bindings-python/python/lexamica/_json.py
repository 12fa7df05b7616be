"""JSON text from Python values, without the surprises of the default."""

from __future__ import annotations

import json
from typing import Any

from .errors import invalid_input


def to_json(value: object, path: str) -> str:
    """Refuses what JSON cannot hold, instead of guessing a text for it or writing NaN."""

    def unknown(item: object) -> Any:
        raise invalid_input(
            path, f"it holds a {type(item).__name__}, which JSON cannot; write it as a string or a number first"
        )

    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=unknown)
    except TypeError:
        raise invalid_input(path, "it has a key that is not a string") from None
    except ValueError:
        raise invalid_input(path, "it holds NaN, an infinity or itself, which JSON cannot") from None
    except RecursionError:
        raise invalid_input(path, "it is nested too deeply") from None
