"""Lexamica's mapping, run locally."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping as AnyMapping
from dataclasses import dataclass
from typing import Any, cast

from . import _native
from ._json import to_json
from .errors import error_from

__all__ = ["Mapping"]


@dataclass(frozen=True, slots=True, init=False)
class Mapping:
    """Pairs of your field name and Lexamica's dotted path, bound to one model.

    >>> mapping = Mapping("website", "Case", [("FirstName", "client.firstName")])
    >>> mapping.inbound({"FirstName": "Ana"})
    {'client': {'firstName': 'Ana'}}
    """

    name: str
    """A name for people."""
    model: str
    """The model that the mapping describes, for example ``Case``."""
    fields: tuple[tuple[str, str], ...]
    """Your name and Lexamica's, in the order in which payloads are written."""

    def __init__(self, name: str, model: str, fields: Iterable[tuple[str, str]]) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "model", model)
        object.__setattr__(self, "fields", tuple((yours, lexamica) for yours, lexamica in fields))

    @classmethod
    def from_json(cls, text: str) -> Mapping:
        """Reads the form that is the same in every language: name, model, and fields with ``yours``, ``lexamica``."""
        data = json.loads(text)
        return cls(data["name"], data["model"], [(pair["yours"], pair["lexamica"]) for pair in data["fields"]])

    def to_dict(self) -> dict[str, Any]:
        """The form that is the same in every language."""
        fields = [{"yours": yours, "lexamica": lexamica} for yours, lexamica in self.fields]
        return {"name": self.name, "model": self.model, "fields": fields}

    def inbound(self, payload: AnyMapping[str, Any]) -> dict[str, Any]:
        """From your field names to Lexamica's."""
        return _read(_native.map_inbound(to_json(self.to_dict(), "mapping"), to_json(payload, "payload")))

    def outbound(self, canonical: AnyMapping[str, Any]) -> dict[str, Any]:
        """From Lexamica's field names to yours."""
        return _read(_native.map_outbound(to_json(self.to_dict(), "mapping"), to_json(canonical, "canonical")))


def _read(reply: tuple[str | None, str | None]) -> dict[str, Any]:
    text, error = reply
    if error is not None:
        raise error_from(error)
    return cast("dict[str, Any]", json.loads(text or "null"))
