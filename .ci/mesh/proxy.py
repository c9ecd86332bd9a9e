"""Real Envoys, on free ports."""

import json
import os
import pathlib
import subprocess
import urllib.request

import grpc
import yaml
from parts import ROOT, SAMPLES, Wrong, fresh, started, until
from plangen_client.v1 import plangen_service_pb2_grpc, run_service_pb2_grpc


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
        for endpoint, server in zip(endpoints, servers, strict=True):
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
