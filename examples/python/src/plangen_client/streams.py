"""Streams for callers that block."""

import contextlib
import threading
import time
import weakref
from collections.abc import Iterator
from typing import Any, Self, TypeVar

import grpc

from plangen_client import errors
from plangen_client.about import AboutRun, AboutText
from plangen_client.connection import Connection, method
from plangen_client.generating import Generating
from plangen_client.solving import Solving
from plangen_client.updates import Callbacks, Result, Update
from plangen_client.v1.run_service_pb2_grpc import RunServiceStub
from plangen_client.work import Call, Work

T = TypeVar("T")

CANCEL_SECONDS = 5.0


class Stream(Iterator[T]):
    """Items as they come. Connects when the first is asked for, and reads no further than it is asked to.

    Closing it, or dropping it, ends the work at the server. One thread reads; any thread may close.
    """

    def __init__(self, connection: Connection, work: Work[Any, T]) -> None:
        self._line = _Line()
        self._items = _follow(connection, work, self._line)
        # Also at the end of the program, when a generator's own end would come too late for a call.
        self._finalizer = weakref.finalize(self, _close, self._line, self._items)

    def __next__(self) -> T:
        with self._line.reading:
            return next(self._items)

    def close(self) -> None:
        """Ends the work at the server, unless it is over. May be called again, and while another thread reads, which
        then gets no more. Waits for the server's answer, 5 seconds at the most."""
        self._finalizer()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class SolveStream(AboutRun, Stream[Update]):
    """The updates of a solve."""

    def __init__(self, connection: Connection, solving: Solving, callbacks: Callbacks) -> None:
        super().__init__(connection, solving)
        self._solving = solving
        self._callbacks = callbacks

    def __next__(self) -> Update:
        update = super().__next__()
        if callback := self._callbacks.get(update["step"]):
            callback(update)
        return update

    def result(self) -> Result:
        """Reads what is left, and returns what the solve comes to. Raises PlanGenError if it failed or was closed."""
        for _ in self:
            pass
        return self._solving.outcome()


class TextStream(AboutText, Stream[str]):
    """The pieces of a text: together, the text."""

    def __init__(self, connection: Connection, generating: Generating) -> None:
        super().__init__(connection, generating)
        self._generating = generating


class _Line:
    """The call that is open, shared with who may close it."""

    def __init__(self) -> None:
        self.closed = threading.Event()
        self.reading = threading.RLock()
        self._call: Any = None

    def hold(self, call: Any) -> None:
        self._call = call
        # Who has closed just before has not seen this call.
        if self.closed.is_set():
            call.cancel()

    def close(self) -> None:
        self.closed.set()
        if self._call is not None:
            self._call.cancel()


def _close(line: _Line, items: Any) -> None:
    line.close()
    # A thread that reads comes to its end now, as its call is cancelled. "already executing": it is this one, which was
    # interrupted by a signal or the garbage collector, and ends all when it goes on.
    with line.reading, contextlib.suppress(ValueError):
        items.close()


def _follow(connection: Connection, work: Work[Any, T], line: _Line) -> Iterator[T]:
    with connection.open() as channel:
        try:
            while (call := work.next_call()) is not None and not line.closed.wait(call.delay):
                failure = None
                try:
                    for message in _messages(channel, call, line):
                        yield from work.received(message)
                except grpc.RpcError as error:
                    failure = errors.of_call(error)
                if line.closed.is_set():
                    return
                yield from work.ended(failure)
        finally:
            if (farewell := work.farewell()) is not None:
                with contextlib.suppress(grpc.RpcError):
                    RunServiceStub(channel).CancelRun(farewell, timeout=CANCEL_SECONDS)


def _messages(channel: grpc.Channel, call: Call, line: _Line) -> Iterator[Any]:
    rpc = method(channel, call.request)(call.request, timeout=call.timeout)
    line.hold(rpc)
    try:
        if call.silence is None:
            yield from rpc
        else:
            with _Watchdog(rpc, call.silence) as watchdog:
                while (message := watchdog.next()) is not None:
                    yield message
    finally:
        rpc.cancel()


class _Watchdog:
    """Cancels a call when its reader has waited for too long: a connection may die without a word.

    The time that the reader itself takes between two messages does not count.
    """

    def __init__(self, rpc: Any, silence: float) -> None:
        self._rpc = rpc
        self._silence = silence
        self._waiting_since: float | None = None
        self._done = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._watch, name="plangen-watchdog", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()

    def next(self) -> Any:
        self._waiting_since = time.monotonic()
        try:
            return next(self._rpc, None)
        finally:
            self._waiting_since = None

    def _watch(self) -> None:
        while not self._done.wait(self._silence / 4):
            since = self._waiting_since
            if since is not None and time.monotonic() - since > self._silence:
                self._rpc.cancel()
