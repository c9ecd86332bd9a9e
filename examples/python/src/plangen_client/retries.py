"""When to ask again after a call has failed, and when to give up."""

import random
import time
from collections.abc import Callable

import grpc

from plangen_client.errors import PlanGenError

Clock = Callable[[], float]

FIRST_CONTACT_SECONDS = 5.0
"""How long a server is looked for that has never answered."""

PATIENCE_SECONDS = 30.0
"""How long one is looked for that has: as long as it keeps a run whose reader has gone."""

FIRST_DELAY_SECONDS, LONGEST_DELAY_SECONDS = 0.1, 5.0
"""Of the waits, which double."""

LONGEST_RETRY_DELAY_SECONDS = 60.0
"""The longest that the server may ask to wait: who has to wait for hours, as for a day's quota, is told so."""

# What gRPC, or a proxy on the way, makes of a connection that breaks. Proxies say INTERNAL as often as UNAVAILABLE.
_BROKEN = {
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.INTERNAL,
    grpc.StatusCode.UNKNOWN,
    grpc.StatusCode.CANCELLED,
    grpc.StatusCode.ABORTED,
}


class Retries:
    """The time that a piece of work has, and the waits between its calls. Not thread-safe."""

    def __init__(self, deadline: float, clock: Clock = time.monotonic) -> None:
        """deadline: seconds from now, more than 0."""
        self._clock = clock
        self._end = clock() + deadline
        self._patience = FIRST_CONTACT_SECONDS
        # Counted from the break, not from the last word before it: a connection that fell silent was given up late.
        self._broken_since: float | None = None
        self._delay = FIRST_DELAY_SECONDS

    def remaining(self) -> float:
        """The seconds until the deadline."""
        return self._end - self._clock()

    def heard(self) -> None:
        """The server has said something."""
        self._patience = PATIENCE_SECONDS
        self._broken_since = None
        self._delay = FIRST_DELAY_SECONDS

    def wait_after(self, failure: PlanGenError) -> float:
        """The seconds to wait before asking again; raises the failure if that is of no use, or too late."""
        if not passes(failure):
            raise failure
        if failure.reason:
            self._patience = PATIENCE_SECONDS
            self._broken_since = None
        if failure.retry_delay is not None:
            wait = failure.retry_delay.total_seconds()
            if wait > LONGEST_RETRY_DELAY_SECONDS:
                raise failure
            # All who were refused at the same moment were told the same.
            wait += random.uniform(0, 0.1 * wait)
        else:
            wait = random.uniform(0.5, 1) * self._delay
            self._delay = min(2 * self._delay, LONGEST_DELAY_SECONDS)
            if self._broken_since is None:
                self._broken_since = self._clock()
            if self._clock() + wait > self._broken_since + self._patience:
                raise failure
        if wait >= self.remaining():
            raise failure
        return wait


def passes(failure: PlanGenError) -> bool:
    """Whether asking again may help. Every failure of the server's own has a reason; a broken connection has none."""
    if failure.reason:
        return failure.retry_delay is not None or failure.reason == "SERVER_DRAINING"
    return failure.code in _BROKEN
