"""What this package raises: one class, with a subclass for each kind of trouble."""

from __future__ import annotations

import json
from typing import Any

__all__ = [
    "AuthenticationError",
    "ConfigError",
    "InvalidInputError",
    "LexamicaError",
    "NeverSentError",
    "NotFoundError",
    "OutcomeUnknownError",
    "RateLimitError",
    "RejectedError",
    "UnreadableAnswerError",
    "WebhookVerificationError",
]


class LexamicaError(Exception):
    """Everything that this package raises on purpose. Neither its text nor its repr holds a key or client data."""

    kind: str
    """What went wrong, and whether the request can have taken effect."""
    code: str
    """The stable reason, for programs: ``connection_refused``, ``unauthorized`` and so on."""
    detail: str
    """A sentence for the developer: what, the likely cause, what to do."""
    path: str | None
    """Where in the input the problem is."""
    status: int | None
    """The HTTP status, if the server answered."""
    retry_after: float | None
    """How many seconds the server asked to wait."""
    retryable: bool
    """Whether sending the same request again cannot create a second effect."""
    safe_to_show: bool
    """Whether ``detail`` may be shown to an end user."""
    server_message: str | None
    """The server's own words. They may repeat client data: keep them out of logs."""

    def __init__(
        self,
        kind: str,
        code: str,
        detail: str,
        path: str | None = None,
        status: int | None = None,
        retry_after: float | None = None,
        retryable: bool = False,
        safe_to_show: bool = False,
        server_message: str | None = None,
    ) -> None:
        super().__init__(f"{path}: {detail}" if path else detail)
        self.kind = kind
        self.code = code
        self.detail = detail
        self.path = path
        self.status = status
        self.retry_after = retry_after
        self.retryable = retryable
        self.safe_to_show = safe_to_show
        self.server_message = server_message

    def __reduce__(self) -> tuple[Any, ...]:
        # Python would pickle the text alone and then fail to build the error again, in another process.
        return (
            type(self),
            (
                self.kind,
                self.code,
                self.detail,
                self.path,
                self.status,
                self.retry_after,
                self.retryable,
                self.safe_to_show,
                self.server_message,
            ),
        )


class ConfigError(LexamicaError):
    """The client is set up wrongly; nothing was sent."""


class InvalidInputError(LexamicaError):
    """The caller's data cannot be used; nothing was sent."""


class NeverSentError(LexamicaError):
    """The request certainly never left; sending it again is safe."""


class OutcomeUnknownError(LexamicaError):
    """The request may have taken effect; sending it again may create a second case."""


class RejectedError(LexamicaError):
    """The server refused the request; it had no effect."""


class AuthenticationError(RejectedError):
    """The key is missing, wrong, or may not do this."""


class NotFoundError(RejectedError):
    """The organization, mapping or object does not exist."""


class RateLimitError(RejectedError):
    """The server asks to slow down."""


class UnreadableAnswerError(LexamicaError):
    """The server accepted the request, but its answer could not be read."""


class WebhookVerificationError(LexamicaError):
    """A delivery's signature does not prove that it comes from Lexamica."""


_BY_KIND: dict[str, type[LexamicaError]] = {
    "config": ConfigError,
    "invalid_input": InvalidInputError,
    "never_sent": NeverSentError,
    "outcome_unknown": OutcomeUnknownError,
    "rejected": RejectedError,
    "unreadable": UnreadableAnswerError,
    "webhook": WebhookVerificationError,
}

_BY_CODE: dict[str, type[RejectedError]] = {
    "unauthorized": AuthenticationError,
    "forbidden": AuthenticationError,
    "not_found": NotFoundError,
    "rate_limited": RateLimitError,
}


def error_from(text: str) -> LexamicaError:
    """The exception for an error as the core gives it."""
    data = json.loads(text)
    kind, code = data["kind"], data["code"]
    # A kind from a newer core is still a LexamicaError.
    chosen = _BY_KIND.get(kind, LexamicaError)
    if chosen is RejectedError:
        chosen = _BY_CODE.get(code, RejectedError)
    wait = data.get("retryAfterMs")
    return chosen(
        kind,
        code,
        data["detail"],
        data.get("path"),
        data.get("status"),
        None if wait is None else wait / 1000,
        data["retryable"],
        data["safeToShow"],
        data.get("serverMessage"),
    )


def invalid_input(path: str, detail: str) -> InvalidInputError:
    """An error about an argument that only Python can get wrong, before the core sees it."""
    return InvalidInputError("invalid_input", "invalid_input", detail, path, safe_to_show=True)
