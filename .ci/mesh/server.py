"""Real servers, on free ports."""

import subprocess
import threading

import grpc
import yaml
from parts import LIMIT, ROOT, Wrong, fresh, started
from plangen_client.v1 import plangen_service_pb2_grpc, run_service_pb2_grpc

one_starts = threading.Lock()
"""Many that start at once would keep those from answering that are already asked."""


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
