"""Streams that last, through an Envoy that lets them and through ones that do not; and deadlines."""

import time

import grpc
import istio
import plangen_client
from calls import Stream, details, failure_of, reason, request
from parts import check, until
from plangen_client.v1 import run_pb2, run_service_pb2, solve_pb2
from proxy import Envoy

from server import Server

SLOW = 16
"""Tokens per second at which the solve lasts more than 15 s, with pauses of several seconds between updates."""


def idle_after_five_seconds(envoy):
    envoy.manager["stream_idle_timeout"] = "5s"


def with_the_default_timeout(envoy):
    del envoy.route["timeout"]


def with_the_longest_duration(envoy):
    envoy.route["max_stream_duration"] = {"max_stream_duration": "960s"}


def run():
    server = Server(SLOW)
    impatient = Envoy("envoy.yaml", [server], idle_after_five_seconds)
    default = Envoy("envoy.yaml", [server], with_the_default_timeout)

    asked = request(heartbeat=1)
    asked.stream_options.candidate_events = True
    kept = Stream(impatient.plangen.SolveStream(asked))
    quiet = Stream(impatient.plangen.SolveStream(request()))
    cut = Stream(default.plangen.SolveStream(request(heartbeat=1)))
    client = plangen_client.PlanGen.create(target=default.target)
    resumed = Stream(client.solve_stream(request().problem))

    deadlines(server)

    quiet.join()
    check(
        quiet.error and quiet.error.code() is grpc.StatusCode.INTERNAL and quiet.end - quiet.begin < 15,
        "stream_idle_timeout 5 s cuts a stream that says nothing for longer, with INTERNAL",
        quiet.error,
    )
    kept.join()
    lasted = kept.end - kept.begin
    check(kept.error is None and lasted > 15, f"the same with heartbeats lasts {lasted:.0f} s", kept.error)
    sequences = [update.sequence for update in kept.logged()]
    check(sequences == list(range(1, len(sequences) + 1)), "each update comes once, in order", sequences)
    check(kept.updates[-1].HasField("result"), "the last one carries the result")
    late = max(
        at - update.update_time.ToNanoseconds() / 1e9 for at, update in zip(kept.arrivals, kept.updates, strict=True)
    )
    check(late < 3, f"none is held back on the way: at most {late * 1000:.0f} ms", late)

    cut.join()
    lasted = cut.end - cut.begin
    check(
        cut.error and cut.error.code() is grpc.StatusCode.INTERNAL and 14.5 < lasted < 18,
        f"Envoy's default timeout cuts a stream after {lasted:.1f} s, in the middle, with INTERNAL",
        cut.error,
    )
    resumed.join()
    kinds = [(update["step"], update["status"]) for update in resumed.updates]
    check(
        resumed.error is None and len(kinds) == len(set(kinds)) == 8 and resumed.end - resumed.begin > 15,
        "the Python client comes through that: eight updates, each once",
        kinds or resumed.error,
    )


def deadlines(server):
    def ended(envoy):
        """How the run of a Solve ends that has a deadline."""
        begin = time.monotonic()
        error = failure_of(lambda: envoy.plangen.Solve(request(), timeout=2))
        took = time.monotonic() - begin
        # INTERNAL, if it is not the caller's own clock that is first.
        check(
            error.code() in (grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.INTERNAL) and 1.9 < took < 4,
            f"a caller's deadline of 2 s ends its call after {took:.1f} s, with {error.code().name}",
            error,
        )
        (run_id,) = (value for key, value in error.initial_metadata() if key == "plangen-run-id")
        run = until(lambda: known(run_id).state != run_pb2.RUN_STATE_RUNNING and known(run_id), "the run has ended", 3)
        return run.error.reason

    def known(run_id):
        return server.runs.GetRun(run_service_pb2.GetRunRequest(run_id=run_id))

    envoy = Envoy("envoy.yaml", [server])
    check(
        ended(envoy) == "DEADLINE_EXCEEDED",
        "the header plangen-run-id comes through, and the server knows the deadline",
    )
    check(
        ended(Envoy("envoy.yaml", [server], with_the_longest_duration)) == "CANCELLED",
        "max_stream_duration takes the deadline off the request: to the server the caller has just left",
    )
    check(
        ended(Envoy("envoy.yaml", [server], istio.defaults)) == "DEADLINE_EXCEEDED", "Istio's defaults leave it there"
    )

    error = failure_of(lambda: envoy.plangen.SolveStream(solve_pb2.SolveRequest()).next())
    check(
        reason(error) == "INVALID_REQUEST" and details(error)["BadRequest"].field_violations[0].field == "problem",
        "details of failures come through",
        error,
    )
