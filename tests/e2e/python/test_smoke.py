"""One case there and back against a running sandbox, and what must fail."""

from __future__ import annotations

import json
import os
import socket
import urllib.request
import uuid
from typing import Any

import pytest

import lexamica

MAPPING = lexamica.Mapping.from_json(os.environ["LEXAMICA_MAPPING"])
MAPPING_ID = os.environ["LEXAMICA_MAPPING_ID"]
SECRET = os.environ["LEXAMICA_WEBHOOK_SECRET"]


def client(**other: Any) -> lexamica.IngestClient:
    settings = {
        "organization_id": os.environ["LEXAMICA_ORGANIZATION_ID"],
        "public_key": os.environ["LEXAMICA_PUBLIC_KEY"],
        "base_url": os.environ["LEXAMICA_BASE_URL"],
    }
    return lexamica.IngestClient(**{**settings, **other})


def payload(reference: str) -> dict[str, Any]:
    return MAPPING.outbound(
        {
            "externalReference": reference,
            "client": {"firstName": "Ana", "lastName": "Núñez 🙂", "phone": "+13125550123"},
            "caseType": "Motor Vehicle Accident",
            "incident": {"date": "2026-02-03", "address": {"state": "IL"}},
            "summary": "Rear-ended at a light",
        }
    )


def test_a_case_goes_out_and_its_delivery_comes_back() -> None:
    reference = f"python-{uuid.uuid4()}"
    with client() as ingest:
        sent = ingest.cases.send(MAPPING_ID, payload(reference), MAPPING)
    assert sent.case_id, sent.note
    with urllib.request.urlopen(f"{os.environ['LEXAMICA_CATCHER_URL']}/deliveries/{reference}") as delivery:
        body, headers = delivery.read(), dict(delivery.getheaders())
    lexamica.verify_webhook(body, headers, SECRET)
    lexamica.verify_webhook(body.decode(), headers.items(), ["another secret, an old one", SECRET])
    with pytest.raises(lexamica.WebhookVerificationError) as caught:
        lexamica.verify_webhook(body.replace(b"Ana", b"Eva"), headers, SECRET)
    assert caught.value.code == "signature_mismatch"
    canonical = MAPPING.inbound(json.loads(body))
    assert (canonical["externalReference"], canonical["_id"]) == (reference, sent.case_id)


def test_a_refused_connection_was_never_sent() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    nobody = client(base_url=f"http://127.0.0.1:{port}", retry={"maxAttempts": 2, "baseDelayMs": 1})
    with pytest.raises(lexamica.NeverSentError) as caught:
        nobody.cases.send(MAPPING_ID, payload("L-0"))
    assert caught.value.code == "connection_refused"


def test_a_host_name_that_does_not_exist_was_never_reached() -> None:
    nowhere = client(base_url="https://nobody.invalid", retry={"maxAttempts": 1})
    with pytest.raises(lexamica.NeverSentError):
        nowhere.cases.send(MAPPING_ID, payload("L-0"))


def test_an_answer_that_does_not_come_may_have_arrived() -> None:
    # The system accepts the connection; nobody ever reads.
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        waiting = client(base_url=f"http://127.0.0.1:{silent.getsockname()[1]}", timeout=0.1)
        with pytest.raises(lexamica.OutcomeUnknownError) as caught:
            waiting.cases.send(MAPPING_ID, payload("L-0"))
    assert caught.value.code == "timeout"


def test_a_wrong_key_is_refused() -> None:
    with pytest.raises(lexamica.AuthenticationError) as caught:
        client(public_key="not-the-key").cases.send(MAPPING_ID, payload("L-0"))
    assert isinstance(caught.value, lexamica.RejectedError)
    assert (caught.value.code, caught.value.status) == ("unauthorized", 401)
    assert "not-the-key" not in f"{caught.value!r}"


def test_every_available_operation_of_the_public_key_can_be_called() -> None:
    rows = lexamica.operations()
    ingest = client()
    reachable = [name for name, key, available in rows if available and key == "public"]
    assert reachable
    for name in reachable:
        # No arguments: the operation itself must be the one that says so.
        with pytest.raises(lexamica.InvalidInputError) as caught:
            ingest.call(name, {})
        assert (caught.value.code, caught.value.path) == ("invalid_input", "input"), name
