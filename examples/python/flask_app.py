"""Streams a solve to a browser as server-sent events: gunicorn --threads 64 flask_app:app

    curl -N -H "content-type: application/json" -d '{"problem": "..."}' 127.0.0.1:8000/solve-stream

A WSGI server learns that the browser has gone by writing to it, and then closes the answer, and with it the run. So
that it learns soon, it writes a comment every second in which nothing happens.
"""

import json
import os
from collections.abc import Iterator

import grpc
from flask import Flask, Response, abort, request

from plangen_client import PlanGen, PlanGenError, SolveStream, Update
from plangen_client.updates import of_error

HEARTBEAT_SECONDS = 1.0
SSE = "text/event-stream"
STATUSES = {grpc.StatusCode.INVALID_ARGUMENT: 400, grpc.StatusCode.NOT_FOUND: 404}

app = Flask(__name__)
planner = PlanGen.create(os.environ.get("PLANGEN_MODEL", ""))


@app.post("/solve-stream")
def solve_stream() -> Response:
    match request.get_json():
        case {"problem": str(problem)}:
            updates = planner.solve_stream(problem, heartbeat=HEARTBEAT_SECONDS)
        case _:
            abort(400, 'The body must be JSON: {"problem": "..."}')
    try:
        first = next(updates)
    except PlanGenError as error:
        # There is no run: the status can still say so, for whoever does not read the event.
        status = STATUSES.get(error.code, 503)
        return Response(event(of_error(error)), status, mimetype=SSE)
    return Response(events(first, updates), mimetype=SSE)


def events(first: Update, updates: SolveStream) -> Iterator[str]:
    with updates:
        yield event(first)
        for update in updates:
            yield event(update)


def event(update: Update) -> str:
    if "heartbeat" in update.get("progress", {}):
        return ": still at it\n\n"
    return f"data: {json.dumps(update)}\n\n"
