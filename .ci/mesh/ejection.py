"""One of two servers is bad, and callers do not notice for long."""

import signal

from calls import request
from parts import check, until
from plangen_client.v1 import plangen_service_pb2
from proxy import Envoy

from server import Server

FAST = 2000


def without_health_checks(envoy):
    del envoy.cluster["health_checks"]


def run():
    good, bad = Server(FAST), Server(FAST)
    watching = Envoy("replicas.yaml", [good, bad])
    bad.signal(signal.SIGSTOP)
    until(lambda: watching.healthy() == 1, "the health check finds out that a server hangs", 30)
    solve(watching, 5)
    check(True, "a server that hangs fails its health check; five solves go to the other")
    bad.signal(signal.SIGCONT)
    until(lambda: watching.healthy() == 2, "the health check finds out that it goes on", 30)
    check(True, "it is taken back when it goes on")

    blind = Envoy("replicas.yaml", [good, bad], without_health_checks)
    bad.signal(signal.SIGKILL)
    bad.ended()
    calls = 20
    for _ in range(calls):
        blind.plangen.ListModels(plangen_service_pb2.ListModelsRequest(), timeout=10)
    check(
        blind.stat("outlier_detection.ejections_active") == 1,
        "without health checks, a server that is gone is ejected by outlier detection",
        blind.get("stats?format=json&filter=outlier"),
    )
    # The worker is told of an ejection up to 1 s later (update_merge_window).
    until(lambda: retries_of(blind, 5) == 0, "solves need no retry", 10)
    retried = blind.stat("upstream_rq_retry")
    check(retried > 0, f"until then {retried} retries and no failure, then none")


def retries_of(envoy, solves):
    before = envoy.stat("upstream_rq_retry")
    solve(envoy, solves)
    return envoy.stat("upstream_rq_retry") - before


def solve(envoy, times):
    for _ in range(times):
        envoy.plangen.Solve(request(), timeout=30)
