"""The wheel's content, in a plain interpreter."""

import re

import lexamica


def test_the_package_knows_its_version() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", lexamica.version())
