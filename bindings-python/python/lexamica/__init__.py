"""Independent SDK for the public Lexamica Integration API.

>>> from lexamica import IngestClient
>>> client = IngestClient("organization id", "public key", environment="sandbox")
>>> client
IngestClient(...)
"""

from ._http import Answered, Failure, MaybeSent, NeverSent, Outcome, Request, Transport
from ._native import operations, version
from .client import Answer, Cases, IngestClient, SentCase
from .errors import (
    AuthenticationError,
    ConfigError,
    InvalidInputError,
    LexamicaError,
    NeverSentError,
    NotFoundError,
    OutcomeUnknownError,
    RateLimitError,
    RejectedError,
    UnreadableAnswerError,
    WebhookVerificationError,
)
from .mapping import Mapping
from .webhooks import sign_webhook, verify_webhook

__all__ = [
    "Answer",
    "Answered",
    "AuthenticationError",
    "Cases",
    "ConfigError",
    "Failure",
    "IngestClient",
    "InvalidInputError",
    "LexamicaError",
    "Mapping",
    "MaybeSent",
    "NeverSent",
    "NeverSentError",
    "NotFoundError",
    "Outcome",
    "OutcomeUnknownError",
    "RateLimitError",
    "RejectedError",
    "Request",
    "SentCase",
    "Transport",
    "UnreadableAnswerError",
    "WebhookVerificationError",
    "operations",
    "sign_webhook",
    "verify_webhook",
    "version",
]
