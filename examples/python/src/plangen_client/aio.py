"""Streams for callers with asyncio: as in streams.py."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Any, Self, TypeVar

import grpc
import grpc.aio

from plangen_client import errors
from plangen_client.about import AboutRun, AboutText
from plangen_client.connection import Connection, method
from plangen_client.generating import Generating
from plangen_client.solving import Solving
from plangen_client.streams import CANCEL_SECONDS
from plangen_client.updates import Callbacks, Result, Update
from plangen_client.v1.run_service_pb2_grpc import RunServiceStub
from plangen_client.work import Call, Work

T = TypeVar("T")

_leaving: set[asyncio.Task[None]] = set()
"""The event loop alone would let them go."""


class AsyncStream(AsyncIterator[T]):
    """Items as they come. Connects when the first is asked for, and reads no further than it is asked to.

    Closing it, dropping it, or cancelling the task that reads it ends the work at the server. One task reads.
    """

    def __init__(self, connection: Connection, work: Work[Any, T]) -> None:
        self._items = _follow(connection, work)

    async def __anext__(self) -> T:
        return await anext(self._items)

    async def aclose(self) -> None:
        """Ends the work at the server, unless it is over. May be called again."""
        await self._items.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


class AsyncSolveStream(AboutRun, AsyncStream[Update]):
    """The updates of a solve."""

    def __init__(self, connection: Connection, solving: Solving, callbacks: Callbacks) -> None:
        super().__init__(connection, solving)
        self._solving = solving
        self._callbacks = callbacks

    async def __anext__(self) -> Update:
        update = await super().__anext__()
        if callback := self._callbacks.get(update["step"]):
            callback(update)
        return update

    async def result(self) -> Result:
        """Reads what is left, and returns what the solve comes to. Raises PlanGenError if it failed or was closed."""
        async for _ in self:
            pass
        return self._solving.outcome()


class AsyncTextStream(AboutText, AsyncStream[str]):
    """The pieces of a text: together, the text."""

    def __init__(self, connection: Connection, generating: Generating) -> None:
        super().__init__(connection, generating)
        self._generating = generating


async def _follow(connection: Connection, work: Work[Any, T]) -> AsyncGenerator[T, None]:
    channel = connection.open_aio()
    try:
        while (call := work.next_call()) is not None:
            await asyncio.sleep(call.delay)
            failure = None
            try:
                async with contextlib.aclosing(_messages(channel, call)) as messages:
                    async for message in messages:
                        for item in work.received(message):
                            yield item
            except grpc.aio.AioRpcError as error:
                failure = errors.of_call(error)
            for item in work.ended(failure):
                yield item
    finally:
        # In a task of its own: who cancels a reader, such as a web server whose client has gone, may cancel every wait
        # of it.
        leaving = asyncio.create_task(_leave(channel, work))
        _leaving.add(leaving)
        leaving.add_done_callback(_leaving.discard)
        await asyncio.shield(leaving)


async def _messages(channel: grpc.aio.Channel, call: Call) -> AsyncGenerator[Any, None]:
    rpc = method(channel, call.request)(call.request, timeout=call.timeout)
    try:
        while True:
            try:
                async with asyncio.timeout(call.silence):
                    message = await rpc.read()
            except TimeoutError:
                return
            if message is grpc.aio.EOF:
                return
            yield message
    finally:
        rpc.cancel()


async def _leave(channel: grpc.aio.Channel, work: Work[Any, Any]) -> None:
    if (farewell := work.farewell()) is not None:
        with contextlib.suppress(grpc.aio.AioRpcError):
            await RunServiceStub(channel).CancelRun(farewell, timeout=CANCEL_SECONDS)
    await channel.close()
