"""Both ways to read a stream, so that a test can say a thing once."""

import asyncio
from collections.abc import Callable
from typing import Any

from plangen_client import PlanGen, Update
from plangen_client.v1.solve_pb2 import SolveRequest

PROBLEM = "Find an hour in which all can come."

Read = Callable[..., list[Update]]


def blocking(planner: PlanGen, problem: str | SolveRequest = PROBLEM, **options: Any) -> list[Update]:
    return list(planner.solve_stream(problem, **options))


def with_asyncio(planner: PlanGen, problem: str | SolveRequest = PROBLEM, **options: Any) -> list[Update]:
    async def read() -> list[Update]:
        return [update async for update in planner.solve_stream_async(problem, **options)]

    return asyncio.run(read())


WAYS: list[Read] = [blocking, with_asyncio]
