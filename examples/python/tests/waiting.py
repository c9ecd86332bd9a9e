"""Waiting for what is going to be."""

import time
from collections.abc import Callable

LIMIT_SECONDS = 30.0


def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Waits for a condition; fails when that takes too long."""
    end = time.monotonic() + LIMIT_SECONDS
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(f"It did not happen: {what}")
        time.sleep(0.02)
