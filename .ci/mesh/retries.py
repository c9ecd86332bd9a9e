"""Envoy repeats what was refused before a run existed, and nothing else; with the sample and with Istio's defaults."""

import collections
import contextlib
import http.server
import signal
import threading

import grpc
import istio
from calls import Stream, details, failure_of, reason, request
from google.protobuf import duration_pb2
from parts import Wrong, check, fresh, until
from plangen_client.v1 import plangen_service_pb2, run_pb2, run_service_pb2
from proxy import Envoy

from server import Server

FAST, SLOW = 2000, 5
POLICIES = {"the sample": None, "Istio's defaults": istio.defaults}
ROUNDS, MOST_ROUNDS = 6, 50
BROKEN = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.INTERNAL)


def run():
    full, free = Server(SLOW, limits={"max_live_runs": 1}), Server(FAST)
    full.runs.StartRun(run_service_pb2.StartRunRequest(request=request()))
    both_forms(full, free)
    told_by_istio(full, free)
    for policy, change in POLICIES.items():
        crash(policy, change)
    with provider_that_is_down() as (address, asked):
        for policy, change in POLICIES.items():
            provider_down(policy, change, address, asked)


def count_runs(server):
    return len(server.runs.ListRuns(run_service_pb2.ListRunsRequest()).runs)


def attempts(envoy, calls):
    entries = until(lambda: len(envoy.log()) >= calls and envoy.log(), "the access log is written")
    return collections.Counter((entry["path"].rpartition("/")[2], entry["attempts"]) for entry in entries)


def both_forms(full, free):
    envoy = Envoy("replicas.yaml", [full, free])
    rounds = 0

    def repeated():
        counted = attempts(envoy, 2 * rounds)
        return counted["Solve", 2], counted["SolveStream", 2]

    # Which server is asked first is chance.
    while rounds < ROUNDS or (not all(repeated()) and rounds < MOST_ROUNDS):
        rounds += 1
        envoy.plangen.Solve(request(), timeout=30)
        list(envoy.plangen.SolveStream(request(), timeout=30))
    solves, streams = repeated()
    check(
        solves and streams and envoy.stat("upstream_rq_retry") == solves + streams,
        f"a full server refuses {solves} Solve and {streams} SolveStream, which Envoy repeats at the other, unseen",
    )
    runs = count_runs(full), count_runs(free)
    check(runs == (1, 2 * rounds), "each call has come to one run", runs)


def told_by_istio(full, free):
    envoy = Envoy("replicas.yaml", [full, free], istio.defaults)
    errors, rounds = [], 0
    while not errors and rounds < MOST_ROUNDS:
        rounds += 1
        try:
            envoy.plangen.Solve(request(), timeout=30)
        except grpc.RpcError as error:
            errors.append(error)
    counted = attempts(envoy, rounds)
    check(
        [reason(error) for error in errors] == ["SERVER_OVERLOADED"] and counted == {("Solve", 1): rounds},
        "Istio's defaults do not repeat RESOURCE_EXHAUSTED: the caller is told SERVER_OVERLOADED",
        counted,
    )
    (error,) = errors
    check(
        details(error)["RetryInfo"].retry_delay != duration_pb2.Duration()
        and "grpc-retry-pushback-ms" in dict(error.trailing_metadata()),
        "refusals come with RetryInfo and pushback",
    )


def crash(policy, change):
    """A server dies in the middle of a run."""
    dying, other = Server(SLOW), Server(FAST)
    envoy = Envoy("replicas.yaml", [dying, other], change)
    calls = [
        begin_at(dying, lambda: envoy.plangen.SolveStream(request())),
        begin_at(dying, lambda: map(envoy.plangen.Solve, [request()])),
    ]
    before = count_runs(other)
    dying.signal(signal.SIGKILL)
    errors = [call.join().error for call in calls]
    check(
        all(error and error.code() in BROKEN for error in errors)
        and count_runs(other) == before
        and envoy.stat("upstream_rq_retry") == 0,
        f"{policy}: when a server dies in the middle of a Solve and a SolveStream, Envoy begins neither again",
        (errors, count_runs(other), before),
    )


def begin_at(server, start):
    """A call whose run is at this server; those that come to the other one are let end."""
    for _ in range(MOST_ROUNDS):
        live = live_runs(server)
        call = Stream(start())
        if is_at(server, call, live):
            return call
    raise Wrong("no call comes to the server")


def is_at(server, call, live):
    until(lambda: live_runs(server) > live or not call.thread.is_alive(), "a call is at one of the servers")
    return live_runs(server) > live


def live_runs(server):
    return len(server.runs.ListRuns(run_service_pb2.ListRunsRequest(state=run_pb2.RUN_STATE_RUNNING)).runs)


@contextlib.contextmanager
def provider_that_is_down():
    asked = []

    class Down(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_error(503)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Down) as endpoint:
        threading.Thread(target=endpoint.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{endpoint.server_port}/v1", asked
        endpoint.shutdown()


def provider_down(policy, change, address, asked):
    key = fresh("key")
    key.write_text("none")
    down = {"id": "down/model", "provider": "openai", "model": "m", "base_url": address, "api_key_file": str(key)}
    servers = [Server(FAST, models=[down]) for _ in range(2)]
    envoy = Envoy("replicas.yaml", servers, change)
    problem = request().problem
    calls = {
        "Solve": lambda: envoy.plangen.Solve(request(model="down/model")),
        "SolveStream": lambda: list(envoy.plangen.SolveStream(request(model="down/model"))),
        "GeneratePlan": lambda: envoy.plangen.GeneratePlan(
            plangen_service_pb2.GeneratePlanRequest(problem=problem, model="down/model")
        ),
    }
    asked.clear()
    reasons = [reason(failure_of(call)) for call in calls.values()]
    counted = attempts(envoy, len(calls))
    runs = sum(map(count_runs, servers))
    check(
        reasons == ["MODEL_UNAVAILABLE"] * 3 and counted == {(name, 1): 1 for name in calls} and runs == 2,
        f"{policy}: MODEL_UNAVAILABLE comes after its run exists, and Envoy repeats nothing",
        (reasons, counted, runs),
    )
    # The retry budget of the model allows three calls at once to be repeated.
    check(
        len(asked) <= 4 * 3, f"{policy}: the provider was asked {len(asked)} times, by the server's own retries alone"
    )
    if not change:
        for _ in range(10):
            failure_of(calls["Solve"])
        check(
            envoy.stat("outlier_detection.ejections_enforced_total") == 0,
            "a provider that is down ejects no server",
        )
