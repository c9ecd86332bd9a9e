"""Calls, and how they end."""

import threading
import time

import grpc
from google.protobuf.duration_pb2 import Duration
from google.rpc import error_details_pb2, status_pb2
from parts import LIMIT, ROOT, Wrong
from plangen_client.v1 import solve_pb2

PROBLEM = (ROOT / "examples/quickstart/problem.txt").read_text()


def request(heartbeat=None, **fields):
    wish = solve_pb2.StreamOptions()
    if heartbeat:
        wish.heartbeat_interval.CopyFrom(Duration(nanos=int(heartbeat * 1e9) % 10**9, seconds=int(heartbeat)))
    return solve_pb2.SolveRequest(problem=PROBLEM, stream_options=wish, **fields)


class Stream:
    """A stream read to its end, or its failure, on a thread of its own."""

    def __init__(self, call):
        self.call = call
        self.updates, self.arrivals, self.error = [], [], None
        self.begin = time.time()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        try:
            for update in self.call:
                self.updates.append(update)
                self.arrivals.append(time.time())
        except grpc.RpcError as error:
            self.error = error
        self.end = time.time()

    def join(self, seconds=LIMIT):
        self.thread.join(seconds)
        if self.thread.is_alive():
            raise Wrong(f"a stream is open after {seconds} s")
        return self

    def logged(self):
        return [update for update in self.updates if not update.progress.HasField("heartbeat")]


def failure_of(call):
    try:
        call()
    except grpc.RpcError as error:
        return error
    raise Wrong("the call should have failed")


def details(error):
    """The details of a status, by the name of their type."""
    status = status_pb2.Status()
    for key, value in error.trailing_metadata():
        if key == "grpc-status-details-bin":
            status.ParseFromString(value)
    known = {}
    for detail in status.details:
        name = detail.type_url.rpartition(".")[2]
        known[name] = getattr(error_details_pb2, name)()
        detail.Unpack(known[name])
    return known


def reason(error):
    info = details(error).get("ErrorInfo")
    return info.reason if info else None
