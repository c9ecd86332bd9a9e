"""HTTP and JSON by curl, for callers without gRPC."""

import json
import struct
import subprocess
import time
import urllib.request

from calls import PROBLEM, request
from parts import check, fresh, until
from proxy import Envoy

from server import Server

PACE = 60


class Curl:
    """curl, and when each line of its answer came."""

    def __init__(self, *arguments):
        command = ["curl", "-sSN", "-m", "60", "-w", "\n%{http_code} %{content_type}", *arguments]
        begin = time.time()
        self.lines, self.arrivals = [], []
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout:
                self.lines.append(line.rstrip("\n"))
                self.arrivals.append(time.time() - begin)
        self.status, _, self.type = self.lines.pop().partition(" ")
        self.objects = [json.loads(line) for line in self.lines if line] if self.type == "application/json" else []


def run():
    key = fresh("key")
    key.write_text("none")
    # Nothing listens there.
    down = {"id": "down/model", "provider": "openai", "model": "m", "base_url": "http://127.0.0.1:1/v1"}
    server = Server(PACE, models=[{**down, "api_key_file": str(key)}])
    envoy = Envoy("json.yaml", [server])
    base = f"http://{envoy.target}/v1"
    body = json.dumps({"problem": PROBLEM})

    stream = Curl("-d", body, f"{base}/solve:stream")
    steps = [(update["step"], update["status"]) for update in stream.objects]
    check(
        stream.status == "200" and len(steps) == len(set(steps)) == 8, "curl streams a solve: eight lines", stream.lines
    )
    first, last = stream.arrivals[0], stream.arrivals[len(stream.lines) - 2]
    check(last - first > 3 and "result" in stream.objects[-1], f"line by line: after {first:.1f} s to {last:.1f} s")
    run_id = stream.objects[0]["run_id"]

    headers = fresh("headers")
    solved = Curl("-D", headers, "-d", body, f"{base}/solve")
    check(
        solved.objects[0]["result"] == stream.objects[-1]["result"]
        and f"plangen-run-id: {solved.objects[0]['run_id']}" in headers.read_text(),
        "curl solves, and the header plangen-run-id comes through",
    )
    found = Curl(f"{base}/runs/{run_id}").objects[0]
    check((found["run_id"], found["state"]) == (run_id, "RUN_STATE_COMPLETE"), "curl looks a run up")
    rest = Curl(f"{base}/runs/{run_id}:watch?after_sequence={stream.objects[5]['sequence']}")
    check(rest.objects == stream.objects[6:], "curl watches a run from an update on", rest.lines)

    begun = Curl("-d", body, f"{base}/runs").objects[0]
    ended = Curl("-X", "POST", f"{base}/runs/{begun['run_id']}:cancel")
    until(
        lambda: Curl(f"{base}/runs/{begun['run_id']}").objects[0]["state"] == "RUN_STATE_CANCELLED",
        "the run is cancelled",
        5,
    )
    check(ended.status == "200", "curl starts a run and cancels it")
    left = subprocess.run(["curl", "-s", "-m", "1", "-d", body, f"{base}/solve:stream"], capture_output=True, text=True)
    left_id = json.loads(left.stdout.splitlines()[0])["run_id"]
    until(
        lambda: Curl(f"{base}/runs/{left_id}").objects[0]["state"] == "RUN_STATE_CANCELLED", "the run is cancelled", 5
    )
    check(left.returncode == 28, "a curl that leaves (-m 1) cancels its run")
    check(
        Curl("-X", "DELETE", f"{base}/runs/{left_id}").status == "200"
        and Curl(f"{base}/runs/{left_id}").status == "404",
        "curl deletes a run",
    )
    listed = Curl(f"{base}/runs?state=RUN_STATE_COMPLETE&page_size=2").objects[0]
    check(len(listed["runs"]) == 2, "curl lists runs")

    wrong = Curl("-d", '{"sampling": {"temperature": 9}}', f"{base}/solve:stream")
    error = wrong.objects[0]
    kinds = {detail["@type"].rpartition(".")[2]: detail for detail in error["details"]}
    check(
        wrong.status == "400"
        and kinds["ErrorInfo"]["reason"] == "INVALID_REQUEST"
        and {violation["field"] for violation in kinds["BadRequest"]["field_violations"]}
        == {"problem", "sampling.temperature"},
        "a failure is an HTTP status with the reason and every wrong field",
        wrong.lines,
    )
    failing = json.dumps({"problem": PROBLEM, "model": "down/model"})
    failed = Curl("-d", failing, f"{base}/solve")
    check(
        failed.status == "503" and failed.objects[0]["details"][0]["reason"] == "MODEL_UNAVAILABLE",
        "a solve that fails after its run began likewise",
        failed.lines,
    )
    broken = Curl("-d", failing, f"{base}/solve:stream")
    last = broken.objects[-1]
    check(
        (broken.status, last["status"], last["error"]["reason"]) == ("200", "STEP_STATUS_ERROR", "MODEL_UNAVAILABLE"),
        "a stream that does tells it in its last line",
        broken.lines,
    )
    check(
        Curl(f"{base}/runs?nonsense=1").status == "400" and Curl(f"{base}/nonsense").status == "404",
        "a misspelt query parameter and an unknown path are refused",
    )
    updates = list(envoy.plangen.SolveStream(request(), timeout=30))
    check(len(updates) == 8, "the same port takes gRPC")
    web(envoy)


def web(envoy):
    """SolveStream by gRPC-Web: messages and, as the last one, trailers, each after a byte of flags and its length."""
    message = request().SerializeToString()
    headers = {"content-type": "application/grpc-web+proto"}
    call = urllib.request.Request(
        f"http://{envoy.target}/plangen.v1.PlanGenService/SolveStream",
        struct.pack(">BI", 0, len(message)) + message,
        headers,
    )
    frames = []
    with urllib.request.urlopen(call, timeout=30) as answer:
        while head := answer.read(5):
            flags, length = struct.unpack(">BI", head)
            frames.append((flags, answer.read(length)))
    check(
        [flags for flags, _ in frames] == [0] * 8 + [128] and b"grpc-status:0" in frames[-1][1],
        "the same port takes gRPC-Web: eight messages and a status",
        frames[-1:],
    )
