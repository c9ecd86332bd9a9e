"""Streams a solve to a browser as lines of JSON: uvicorn fastapi_app:app

    curl -N -H "content-type: application/json" -d '{"problem": "..."}' 127.0.0.1:8000/solve-stream

When the browser goes away, uvicorn cancels the task that writes the answer, and with it the run.
"""

import json
import os
from collections.abc import AsyncIterator
from typing import Annotated

import grpc
from fastapi import Body, FastAPI, Response
from fastapi.responses import StreamingResponse

from plangen_client import AsyncSolveStream, PlanGen, PlanGenError, Update
from plangen_client.updates import of_error

NDJSON = "application/x-ndjson"
STATUSES = {grpc.StatusCode.INVALID_ARGUMENT: 400, grpc.StatusCode.NOT_FOUND: 404}

app = FastAPI()
planner = PlanGen.create(os.environ.get("PLANGEN_MODEL", ""))


@app.post("/solve-stream")
async def solve_stream(problem: Annotated[str, Body(embed=True)]) -> Response:
    updates = planner.solve_stream_async(problem)
    try:
        first = await anext(updates)
    except PlanGenError as error:
        # There is no run: the status can still say so, for whoever does not read the line.
        status = STATUSES.get(error.code, 503)
        return Response(line(of_error(error)), status, media_type=NDJSON)
    return StreamingResponse(lines(first, updates), media_type=NDJSON)


async def lines(first: Update, updates: AsyncSolveStream) -> AsyncIterator[str]:
    async with updates:
        yield line(first)
        async for update in updates:
            yield line(update)


def line(update: Update) -> str:
    return json.dumps(update) + "\n"
