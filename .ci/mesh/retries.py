"""Envoy repeats what was refused before a run existed, and nothing else; with the sample and with Istio's defaults."""

import collections
import contextlib
import http.server
import signal
import threading

import grpc
import istio
from google.protobuf import duration_pb2
from parts import Envoy, Server, Stream, check, details, failure_of, fresh, reason, request, until
from plangen_client.v1 import plangen_service_pb2, run_service_pb2, solve_pb2

FAST, SLOW = 2000, 5
POLICIES = {"the sample": None, "Istio's defaults": istio.defaults}
ROUNDS = 6


def run():
    full, free = Server(SLOW, limits={"max_live_runs": 1}), Server(FAST)
    full.runs.StartRun(run_service_pb2.StartRunRequest(request=request()))
    both_forms(full, free)
    told_by_istio(full, free)
    crash()
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
    for _ in range(ROUNDS):
        envoy.plangen.Solve(request(), timeout=30)
        for _ in envoy.plangen.SolveStream(request(), timeout=30):
            pass
    counted = attempts(envoy, 2 * ROUNDS)
    repeated = counted["Solve", 2], counted["SolveStream", 2]
    check(
        all(repeated) and envoy.stat("upstream_rq_retry") == sum(repeated),
        f"a full server refuses {repeated[0]} Solve and {repeated[1]} SolveStream, which Envoy repeats at the other, unseen",
        counted,
    )
    runs = count_runs(full), count_runs(free)
    check(runs == (1, 2 * ROUNDS), "each call has come to one run", runs)


def told_by_istio(full, free):
    envoy = Envoy("replicas.yaml", [full, free], istio.defaults)
    errors = []
    for _ in range(ROUNDS):
        try:
            envoy.plangen.Solve(request(), timeout=30)
        except grpc.RpcError as error:
            errors.append(error)
    counted = attempts(envoy, ROUNDS)
    check(
        errors and counted == {("Solve", 1): ROUNDS} and {reason(error) for error in errors} == {"SERVER_OVERLOADED"},
        "Istio's defaults do not repeat RESOURCE_EXHAUSTED: the caller is told SERVER_OVERLOADED",
        counted,
    )
    check(
        all(details(error)["RetryInfo"].retry_delay != duration_pb2.Duration() for error in errors)
        and all("grpc-retry-pushback-ms" in dict(error.trailing_metadata()) for error in errors),
        "refusals come with RetryInfo and pushback",
    )


def crash():
    """A server that dies in the middle of a run."""
    for policy, change in POLICIES.items():
        dying, other = Server(SLOW), Server(FAST)
        envoy = Envoy("replicas.yaml", [dying, other], change)

        def is_at_the_dying_one(stream):
            until(lambda: stream.updates, "the stream has begun")
            return stream.updates[0].run_id in {
                run.run_id for run in dying.runs.ListRuns(run_service_pb2.ListRunsRequest()).runs
            }

        stream = until(
            lambda: (stream := Stream(envoy.plangen.SolveStream(request()))) and is_at_the_dying_one(stream) and stream,
            "a stream is at the server that will die",
        )
        unary = next(
            unary for unary in (Stream(map(envoy.plangen.Solve, [request()])) for _ in range(20)) if still_waits(unary)
        )
        before = count_runs(other)
        dying.signal(signal.SIGKILL)
        for call in (stream, unary):
            call.join()
        check(
            all(call.error.code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.INTERNAL) for call in (stream, unary))
            and count_runs(other) == before
            and envoy.stat("upstream_rq_retry") == 0,
            f"{policy}: when a server dies in the middle of a Solve and a SolveStream, Envoy begins neither again",
            (stream.error, unary.error, count_runs(other), before),
        )


def still_waits(unary):
    unary.thread.join(3)
    return unary.thread.is_alive()


@contextlib.contextmanager
def provider_that_is_down():
    asked = []

    class Down(http.server.BaseHTTPRequestHandler):
        def do_POST(self):  # noqa: N802 - the library's name
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
        f"{policy}: MODEL_UNAVAILABLE is UNAVAILABLE after the run exists, and Envoy repeats nothing: one run for each solve",
        (reasons, counted, runs),
    )
    # The retry budget of the model allows three calls at once to be repeated.
    check(len(asked) <= 4 * 3, f"{policy}: the provider was asked {len(asked)} times, by the server's own retries alone")
    if not change:
        for _ in range(10):
            reason(failure_of(lambda: envoy.plangen.Solve(request(model="down/model", budget=solve_pb2.Budget(max_model_calls=3)))))
        check(
            envoy.stat("outlier_detection.ejections_enforced_total") == 0,
            "a provider that is down ejects no server",
        )
