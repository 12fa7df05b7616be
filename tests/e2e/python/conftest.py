"""Ends a run with the lines that every language's runner ends with."""

from __future__ import annotations

import pytest


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """After pytest's own summary, so that ours is the last line."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return
    count = {kind: len(reporter.stats.get(kind, [])) for kind in ("passed", "failed", "error")}
    vectors = sum("test_vectors.py" in report.nodeid for report in reporter.stats.get("passed", []))
    print(f"vectors: {vectors}")
    print(f"{count['passed']} passed, {count['failed'] + count['error']} failed")
