"""Independent SDK for the public Lexamica Integration API."""

from ._native import version

__all__ = ["version"]
