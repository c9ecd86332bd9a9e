"""Runs are in one server's memory: how all calls of one caller come to the same server."""

import uuid

from calls import request
from parts import check, until
from plangen_client.v1 import run_service_pb2
from proxy import Envoy

from server import Server

SLOW = 2
CALLERS = 20


def by_caller(envoy):
    envoy.cluster["lb_policy"] = "MAGLEV"
    envoy.route["hash_policy"] = [{"header": {"header_name": "x-plangen-caller"}}]


def run():
    envoy = Envoy("replicas.yaml", [Server(SLOW, limits={"max_live_runs": CALLERS}) for _ in range(2)], by_caller)
    callers = [[("x-plangen-caller", str(uuid.uuid4()))] for _ in range(CALLERS)]
    for caller in callers:
        begun = start(envoy, caller)
        for _ in range(3):
            envoy.runs.GetRun(run_service_pb2.GetRunRequest(run_id=begun.run_id), metadata=caller)
    entries = until(lambda: len(envoy.log()) == 4 * CALLERS and envoy.log(), "the access log is written")
    used = {entry["server"] for entry in entries}
    check(len(used) == 2, f"with consistent hashing, {CALLERS} callers at two servers find their runs again", used)

    more = 0
    while envoy.stat("upstream_rq_retry") == 0:
        start(envoy, callers[0])
        more += 1
    check(more <= CALLERS, f"a caller whose server is full, after {more} more runs, has the next at the other")


def start(envoy, caller):
    return envoy.runs.StartRun(run_service_pb2.StartRunRequest(request=request()), metadata=caller)
