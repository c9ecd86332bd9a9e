"""One of two servers is told to end (SIGTERM) while both are at work."""

import collections
import signal

import grpc
import istio
import plangen_client
from calls import Stream, reason, request
from parts import check, until
from proxy import Envoy

from server import Server

FAST, STEADY, SLOW = 2000, 60, 2
MODELS = {"offline/steady": STEADY, "offline/slow": SLOW}


def models(**paces):
    offline = {"provider": "offline", "noise": 0.2, "judge_noise": 0}
    return [{**offline, "id": id.replace("_", "/"), "tokens_per_second": pace} for id, pace in paces.items()]


def run():
    # Of two servers the one that ends is slow with offline/slow, so that its runs do not end within the grace.
    leaving = Server(FAST, models=models(offline_steady=STEADY, offline_slow=SLOW))
    staying = Server(FAST, models=models(offline_steady=STEADY, offline_slow=FAST))
    envoy = Envoy("replicas.yaml", [leaving, staying])
    of_istio = Envoy("replicas.yaml", [leaving, staying], istio.defaults)

    short = [Stream(envoy.plangen.SolveStream(request(model="offline/steady"))) for _ in range(8)]
    client = plangen_client.PlanGen.create("offline/slow", target=envoy.target)
    long = [Stream(client.solve_stream(request().problem)) for _ in range(8)]
    plain = [Stream(envoy.plangen.SolveStream(request(model="offline/slow"))) for _ in range(8)]
    until(lambda: all(stream.updates for stream in [*short, *long, *plain]), "all streams have begun")
    leaving.signal(signal.SIGTERM)

    new, failures = 0, []
    while leaving.process.poll() is None:
        for proxy in (envoy, of_istio):
            new += 1
            try:
                proxy.plangen.Solve(request(), timeout=30)
            except grpc.RpcError as error:
                failures.append(error)
    check(not failures and new > 3, f"{new} new solves while one of two servers drains, none fails", failures[:3])
    check(leaving.ended() == 0, "the server that was told to end has ended, with status 0")

    for stream in [*short, *long, *plain]:
        stream.join(90)
    check(
        all(stream.error is None and stream.updates[-1].HasField("result") for stream in short),
        f"{len(short)} streams that fit in the grace come to their end",
        [stream.error for stream in short],
    )
    reasons = collections.Counter(reason(stream.error) for stream in plain if stream.error)
    check(
        set(reasons) == {"SERVER_DRAINING"} and 0 < reasons["SERVER_DRAINING"] < len(plain),
        f"of {len(plain)} that do not fit, {reasons['SERVER_DRAINING']} were at the server that ends: SERVER_DRAINING",
        reasons,
    )
    restarted = [stream for stream in long if any(update["step"] == "restart" for update in stream.updates)]
    check(
        all(stream.error is None and stream.updates[-1]["status"] == "complete" for stream in long) and restarted,
        f"of {len(long)} by the Python client {len(restarted)} begin again at the other, and all come to an end",
        [(stream.error, stream.updates[-1:]) for stream in long],
    )
