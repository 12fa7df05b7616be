"""The shared vectors, on the functions beneath the classes."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Any, Callable

import pytest

from lexamica import _native

Vector = dict[str, Any]


def compare(vector: Vector, reply: tuple[Any, "str | None"], shown: Callable[[Any], Any]) -> None:
    """A value or an error against what is expected, of an error only what the vector names."""
    value, error = reply
    expected = vector.get("expectError")
    if error is not None:
        assert expected is not None, error
        data = json.loads(error)
        assert {key: data.get(key) for key in expected} == expected
    else:
        assert expected is None, value
        # As text, because the order of the keys is part of the result.
        assert json.dumps(shown(value)) == json.dumps(vector["expect"])


def mapping(vector: Vector) -> None:
    apply = {"inbound": _native.map_inbound, "outbound": _native.map_outbound}[vector["direction"]]
    compare(vector, apply(json.dumps(vector["mapping"]), json.dumps(vector["input"])), json.loads)


def recipe(vector: Vector) -> None:
    # A record given as text is that text.
    record = vector["record"] if isinstance(vector["record"], str) else json.dumps(vector["record"])

    def shown(text: str) -> Any:
        applied = json.loads(text)
        for problem in applied["problems"] + applied.get("warnings", []):
            # For people, and may be worded anew.
            assert problem.pop("reason")
        return applied

    compare(vector, _native.apply_recipe(json.dumps(vector["recipe"]), record), shown)


def mapping_text(vector: Vector) -> None:
    """Text in, text out: every character of the result counts."""
    apply = {"inbound": _native.map_inbound, "outbound": _native.map_outbound}[vector["direction"]]
    reply = apply(json.dumps(vector["mapping"]), vector["text"])
    compare({**vector, "expect": vector.get("expectText")}, reply, lambda text: text)


def call(vector: Vector) -> tuple[str, str, str]:
    return vector["operation"], json.dumps(vector["input"]), json.dumps(vector["config"])


def prepare(vector: Vector) -> None:
    def shown(request: tuple[str, str, list[tuple[str, str]], bytes, "bytes | None"]) -> Any:
        method, url, headers, body, suffix = request
        assert isinstance(body, bytes)
        text = {"body": body.decode()} if suffix is None else {"bodyPrefix": body.decode(), "bodySuffix": suffix.decode()}
        return {"method": method, "url": url, "headers": headers, **text}

    compare(vector, _native.prepare(*call(vector), vector["random"]), shown)


def interpret(vector: Vector) -> None:
    outcome, attempt, expected = vector["outcome"], vector["attempt"], vector["expect"]
    number = (attempt["number"], attempt["elapsedMs"], attempt["random"])
    if "answered" in outcome:
        answered = outcome["answered"]
        answer = (answered["status"], [(name, text) for name, text in answered["headers"]], answered["body"].encode())
        step = _native.interpret(*call(vector), "answered", None, answer, *number)
    elif "neverSent" in outcome:
        step = _native.interpret(*call(vector), "never_sent", outcome["neverSent"], None, *number)
    else:
        step = _native.interpret(*call(vector), "maybe_sent", outcome["maybeSent"], None, *number)
    done, wait, error = step
    if done is not None:
        assert without_null({"done": json.loads(done)}) == without_null(expected)
        return
    data = json.loads(error or "{}")
    if wait is not None:
        assert {"retryAfterMs": wait, "code": data["code"]} == expected
    else:
        names = ["kind", "code", "status", *(["path"] if "path" in expected.get("failed", {}) else [])]
        assert {"failed": {name: data[name] for name in names if name in data}} == expected


def without_null(value: Any) -> Any:
    """A key that is null and a key that is missing say the same."""
    if isinstance(value, dict):
        return {key: without_null(item) for key, item in value.items() if item is not None}
    return [without_null(item) for item in value] if isinstance(value, list) else value


def webhook(vector: Vector) -> None:
    body = base64.b64decode(vector["bodyBase64"]) if "bodyBase64" in vector else vector["body"].encode()
    headers = [(name, text) for name, text in vector["headers"]]
    error = _native.verify_webhook(headers, body, vector["secrets"])
    assert ("ok" if error is None else {"code": json.loads(error)["code"]}) == vector["expect"]


SUITES = {
    "mapping": mapping,
    "mapping_text": mapping_text,
    "recipe": recipe,
    "prepare": prepare,
    "interpret": interpret,
    "webhook": webhook,
}


def load() -> list[Any]:
    found = []
    for path in sorted(Path(os.environ["LEXAMICA_VECTORS"]).glob("*.json")):
        file = json.loads(path.read_text(encoding="utf-8"))
        # An unknown suite fails here, before any test.
        run = SUITES[file["suite"]]
        found += [pytest.param(run, vector, id=f"{file['suite']}: {vector['name']}") for vector in file["vectors"]]
    if not found:
        raise RuntimeError("no vectors were found")
    return found


@pytest.mark.parametrize(("run", "vector"), load())
def test_vector(run: Callable[[Vector], None], vector: Vector) -> None:
    run(vector)
