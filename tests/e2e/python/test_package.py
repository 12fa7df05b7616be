"""The package as its user sees it: its promises, and its types."""

from __future__ import annotations

import copy
import datetime
import decimal
import pickle
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import lexamica
from lexamica._http import send


def test_the_package_knows_its_version() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", lexamica.version())


def test_no_repr_shows_a_key() -> None:
    seen: list[lexamica.Request] = []

    def transport(request: lexamica.Request, timeout: float) -> lexamica.Outcome:
        seen.append(request)
        return lexamica.MaybeSent("timeout")

    client = lexamica.IngestClient("o", "pk-not-to-be-seen", transport=transport)
    with pytest.raises(lexamica.OutcomeUnknownError) as caught:
        client.cases.send("m", {"a": "client data"})
    assert len(seen) == 1, "what may have arrived is not sent again"
    assert ("authorization", "Key pk-not-to-be-seen") in seen[0].headers
    for shown in (repr(client), repr(client.cases), repr(seen[0]), repr(caught.value)):
        assert "pk-not-to-be-seen" not in shown
        assert "client data" not in shown


def test_what_never_left_is_sent_again() -> None:
    outcomes: list[lexamica.Outcome] = [
        lexamica.NeverSent("refused"),
        lexamica.Answered(200, [("content-type", "application/json")], b'{"case_id":"c1"}'),
    ]
    client = lexamica.IngestClient("o", "pk", retry={"baseDelayMs": 1}, transport=lambda _, __: outcomes.pop(0))
    sent = client.cases.send("m", {"a": 1})
    assert (sent.case_id, sent.note, sent.answer.status) == ("c1", None, 200)


def test_errors_survive_pickling() -> None:
    error = lexamica.RateLimitError("rejected", "rate_limited", "slow down", status=429, retry_after=2.5, retryable=True)
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(other) is lexamica.RateLimitError
        assert vars(other) == vars(error)
        assert str(other) == "slow down"


@pytest.mark.parametrize(
    "value", [float("nan"), decimal.Decimal("1.10"), datetime.date(2026, 2, 3), {1, 2}, b"bytes", {(1, 2): 3}], ids=repr
)
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    client = lexamica.IngestClient("o", "pk", transport=lambda _, __: pytest.fail("it was sent"))
    with pytest.raises(lexamica.InvalidInputError):
        client.cases.send("m", {"field": value})


@pytest.mark.parametrize(
    ("payload", "path"),
    [
        ({"a": "secret \ud83d"}, "payload.a"),
        ({"client": [1, {"x": "secret \udcff"}]}, "payload.client.1.x"),
        ({"secret \ud83d": 1}, "payload"),
    ],
    ids=ascii,
)
def test_half_a_character_is_refused_with_its_place(payload: dict[str, object], path: str) -> None:
    client = lexamica.IngestClient("o", "pk", transport=lambda _, __: pytest.fail("it was sent"))
    with pytest.raises(lexamica.InvalidInputError) as caught:
        client.cases.send("m", payload)
    assert caught.value.path == path
    assert "secret" not in repr(caught.value)
    assert caught.value.__cause__ is None and caught.value.__context__ is None


HALF = "half \ud83d"


@pytest.mark.parametrize(
    ("call", "path"),
    [
        (lambda: lexamica.IngestClient("o", HALF), "config.publicKey"),
        (lambda: lexamica.IngestClient("o", "pk").call(HALF, {}), "name"),
        (lambda: lexamica.IngestClient("o", "pk").cases.send(HALF, {}), "mappingId"),
        (lambda: lexamica.Mapping(HALF, "Case", []).inbound({}), "mapping.name"),
        (lambda: lexamica.Mapping("m", "Case", []).outbound({"a": HALF}), "canonical.a"),
        (lambda: lexamica.verify_webhook(HALF, {}, "a secret"), "body"),
        (lambda: lexamica.verify_webhook("{}", {"x": HALF}, "a secret"), "headers"),
        (lambda: lexamica.verify_webhook("{}", {}, [HALF]), "secrets"),
        (lambda: lexamica.verify_webhook("{}", {}, "a secret", contract={"a": HALF}), "contract.a"),
        (lambda: lexamica.sign_webhook("{}", HALF), "secret"),
    ],
)
def test_half_a_character_is_refused_everywhere(call: Callable[[], object], path: str) -> None:
    with pytest.raises(lexamica.InvalidInputError) as caught:
        call()
    assert caught.value.path == path
    assert "half \\ud83d" not in ascii(caught.value)


def test_half_a_character_in_an_answer_does_not_hide_the_case() -> None:
    answered = lexamica.Answered(200, [("x-note", HALF), ("content-type", "application/json")], b'{"case_id":"c1"}')
    client = lexamica.IngestClient("o", "pk", transport=lambda _, __: answered)
    assert client.cases.send("m", {"a": 1}).case_id == "c1"


NO_ADDRESS = ["127.0.0.1:99999", "127.0.0.1:port", "[::1", "a\0b", f"{'a' * 70}.example"]


@pytest.mark.parametrize("url", [f"http://{host}/x" for host in NO_ADDRESS])
def test_what_is_no_address_was_never_sent(url: str) -> None:
    assert send(lexamica.Request("POST", url, [], b"{}"), 1.0) == lexamica.NeverSent("other")


@pytest.mark.parametrize("header", [("x", "a\r\nb: c"), ("x", "€"), ("a b\n", "c")], ids=ascii)
def test_what_is_no_header_was_never_sent(header: tuple[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        assert send(lexamica.Request("POST", url, [header], b"{}"), 1.0) == lexamica.NeverSent("other")
        connection, _ = server.accept()
        with connection:
            assert connection.recv(1) == b"", "something was sent"


@pytest.mark.parametrize("port", ["99999", "port"])
def test_a_port_that_is_none_is_never_a_bare_error(port: str) -> None:
    client = lexamica.IngestClient("o", "pk", base_url=f"http://127.0.0.1:{port}", retry={"maxAttempts": 1})
    with pytest.raises((lexamica.NeverSentError, lexamica.ConfigError)):
        client.cases.send("m", {"a": 1})


def test_large_whole_numbers_stay_exact() -> None:
    mapping = lexamica.Mapping("m", "Case", [("n", "externalReference")])
    assert mapping.inbound({"n": 2**63 - 1}) == {"externalReference": 2**63 - 1}


@pytest.mark.parametrize("body", [{"a": 1}, ["a"], None], ids=repr)
def test_a_parsed_body_is_refused_with_the_cause(body: object) -> None:
    with pytest.raises(lexamica.InvalidInputError, match="raw body"):
        lexamica.verify_webhook(body, {}, "a secret of my own")  # type: ignore[arg-type]


def test_a_signature_of_our_own_verifies() -> None:
    signature = lexamica.sign_webhook("{}", "a secret of my own")
    lexamica.verify_webhook(b"{}", {"X-Lexamica-Signature": signature}, ["another secret", "a secret of my own"])


def test_a_closed_client_refuses() -> None:
    with lexamica.IngestClient("o", "pk") as client:
        pass
    with pytest.raises(lexamica.ConfigError, match="closed"):
        client.cases.send("m", {"a": 1})


TYPED = ["cases.send"]
"""Operations with a typed method."""

COMING = [
    "cases.create_existing",
    "cases.create_draft",
    "invitations.accept",
    "invitations.decline",
    "invitations.evaluate",
    "invitations.contact_attempted",
    "invitations.consult_complete",
    "updates.post",
    "files.upload",
    "files.upload_from_url",
    "files.remove",
    "files.download",
    "mappings.create",
    "mappings.list",
    "mappings.get",
    "mappings.update",
    "mappings.delete",
    "webhook_subscriptions.create",
    "webhook_subscriptions.list",
    "webhook_subscriptions.get",
    "webhook_subscriptions.update",
    "webhook_subscriptions.delete",
    "stored_event_subscriptions.create",
    "stored_event_subscriptions.list",
    "stored_event_subscriptions.get",
    "stored_event_subscriptions.update",
    "stored_event_subscriptions.delete",
    "stored_events.list",
]
"""Operations whose typed method is still to come: a new row of the table fails until it is in one of the two."""


def test_every_operation_has_its_typed_method_or_is_known_to_be_coming() -> None:
    # The list is true: these methods are there.
    assert [f"cases.{name}" for name in vars(lexamica.Cases) if not name.startswith("_")] == TYPED
    assert sorted(TYPED + COMING) == sorted(name for name, _, _ in lexamica.operations())


# The stub checker is for the native module: the others are their own types.
TYPE_CHECKS = [["mypy", "--strict", "-p", "lexamica"], ["mypy.stubtest", "lexamica._native"]]


@pytest.mark.parametrize("tool", TYPE_CHECKS, ids=" ".join)
def test_the_types_are_right(tool: list[str], tmp_path: Path) -> None:
    module, *arguments = tool
    # In a folder of its own: mypy keeps its cache where it runs.
    done = subprocess.run([sys.executable, "-m", module, *arguments], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
