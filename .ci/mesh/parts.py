"""The real parts: servers and Envoys on free ports, ended with the program."""

import contextlib
import itertools
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import threading
import time
import urllib.request

import grpc
import yaml
from google.protobuf.duration_pb2 import Duration
from google.rpc import error_details_pb2, status_pb2
from plangen_client.v1 import plangen_service_pb2_grpc, run_service_pb2_grpc, solve_pb2

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SAMPLES = ROOT / "examples/envoy"
PROBLEM = (ROOT / "examples/quickstart/problem.txt").read_text()
WORK = pathlib.Path(tempfile.mkdtemp(dir=os.environ["TOOLS"], prefix="mesh."))
LIMIT = 60

started = []
numbers = itertools.count()
one_starts = threading.Lock()
"""Many that start at once would keep those from answering that are already asked."""


class Wrong(Exception):
    """Something is not as it should be."""


def check(holds, what, seen=""):
    if not holds:
        raise Wrong(f"{what}\n{seen}")
    print(f"ok: {what}", flush=True)


def until(holds, what, seconds=LIMIT):
    end = time.monotonic() + seconds
    while not (value := holds()):
        if time.monotonic() > end:
            raise Wrong(f"waited {seconds} s until {what}")
        time.sleep(0.05)
    return value


def end_all():
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGCONT)
            process.kill()
    for process in started:
        process.wait()


def fresh(name):
    """A path that nobody else has."""
    return WORK / f"{next(numbers)}-{name}"


class Server:
    """The server with the offline model, at a pace of its own."""

    def __init__(self, tokens_per_second, models=(), **sections):
        offline = {"id": "offline/planner", "provider": "offline", "noise": 0.2, "judge_noise": 0}
        config = fresh("server.yaml")
        models = [{**offline, "tokens_per_second": tokens_per_second}, *models]
        config.write_text(yaml.safe_dump({"default_model": "offline/planner", "models": models, **sections}))
        self.log = fresh("server.log")
        command = [ROOT / "server/bin/plangen-server", "--port", "0", "--config", config]
        with self.log.open("w") as log, one_starts:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
            started.append(self.process)
            line = self.process.stdout.readline()
        if not line.startswith("listening on "):
            raise Wrong(f"the server did not start:\n{self.log.read_text()}")
        self.target = line.split()[-1]
        self.port = int(self.target.rpartition(":")[2])
        self.channel = grpc.insecure_channel(self.target)
        self.plangen = plangen_service_pb2_grpc.PlanGenServiceStub(self.channel)
        self.runs = run_service_pb2_grpc.RunServiceStub(self.channel)

    def signal(self, number):
        self.process.send_signal(number)

    def ended(self, seconds=LIMIT):
        return self.process.wait(seconds)


class Envoy:
    """An Envoy with one of the samples, in which the addresses are replaced, and what `change` changes."""

    def __init__(self, sample, servers, change=None):
        config = yaml.safe_load((SAMPLES / sample).read_text())
        resources = config["static_resources"]
        for address in [config["admin"]["address"], *(listener["address"] for listener in resources["listeners"])]:
            address["socket_address"]["port_value"] = 0
        self.cluster = resources["clusters"][0]
        (self.listener,) = resources["listeners"]
        self.manager = self.listener["filter_chains"][0]["filters"][0]["typed_config"]
        self.route = self.manager["route_config"]["virtual_hosts"][0]["routes"][0]["route"]
        endpoints = self.cluster["load_assignment"]["endpoints"][0]["lb_endpoints"]
        if len(endpoints) != len(servers):
            raise Wrong(f"{sample} is for {len(endpoints)} servers, not for {len(servers)}")
        for endpoint, server in zip(endpoints, servers):
            endpoint["endpoint"]["address"]["socket_address"]["port_value"] = server.port
        if change:
            change(self)
        file, admin, self.log_file = fresh("envoy.yaml"), fresh("admin"), fresh("access.json")
        file.write_text(yaml.safe_dump(config))
        command = [os.environ["ENVOY"], "-c", file, "--use-dynamic-base-id", "--concurrency", "1", "-l", "warn"]
        command += ["--admin-address-path", admin, "--file-flush-interval-msec", "50"]
        with self.log_file.open("w") as log, fresh("envoy.log").open("w") as err:
            self.process = subprocess.Popen(command, stdout=log, stderr=err, cwd=ROOT)
            err_name = err.name
        started.append(self.process)

        def ready():
            if self.process.poll() is not None:
                raise Wrong(f"Envoy did not start:\n{pathlib.Path(err_name).read_text()}")
            return admin.exists() and admin.read_text()

        self.admin = until(ready, "Envoy has an admin address")
        (listening,) = until(lambda: self.get("listeners?format=json").get("listener_statuses"), "Envoy listens")
        self.target = f"127.0.0.1:{listening['local_address']['socket_address']['port_value']}"
        self.channel = grpc.insecure_channel(self.target)
        self.plangen = plangen_service_pb2_grpc.PlanGenServiceStub(self.channel)
        self.runs = run_service_pb2_grpc.RunServiceStub(self.channel)
        until(lambda: self.healthy() == len(servers), "Envoy finds the servers healthy")

    def get(self, path):
        with urllib.request.urlopen(f"http://{self.admin}/{path}", timeout=10) as page:
            return json.load(page)

    def stat(self, name):
        stats = self.get(f"stats?format=json&filter=^cluster.plangen.{name}$")["stats"]
        return sum(stat["value"] for stat in stats if "value" in stat)

    def healthy(self):
        return self.stat("membership_healthy")

    def log(self, **fields):
        """The access log's entries that have these fields."""
        entries = [json.loads(line) for line in self.log_file.read_text().splitlines()]
        return [entry for entry in entries if all(entry.get(name) == value for name, value in fields.items())]


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
