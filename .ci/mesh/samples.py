"""The samples as they are shipped."""

import os
import subprocess

import yaml
from google.api import annotations_pb2
from google.protobuf import descriptor_pb2
from parts import ROOT, SAMPLES, check

DESCRIPTORS = ROOT / "proto/target/plangen.v1.http.binpb"
VERBS = {"get", "post", "delete"}
SERVED = ["plangen.v1.PlanGenService", "plangen.v1.RunService", "plangen.v1.ModelService"]


def run():
    for sample in ("envoy.yaml", "replicas.yaml", "json.yaml"):
        command = [os.environ["ENVOY"], "--mode", "validate", "-c", SAMPLES / sample]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
        check(done.returncode == 0, f"examples/envoy/{sample} is valid", done.stderr)
    files = descriptor_pb2.FileDescriptorSet.FromString(DESCRIPTORS.read_bytes())
    without = [
        f"{service.name}.{method.name}"
        for file in files.file
        for service in file.service
        if f"{file.package}.{service.name}" in SERVED
        for method in service.method
        if not method.options.HasExtension(annotations_pb2.http)
    ]
    check(not without, "each RPC has its HTTP request in examples/envoy/http.yaml", without)
    page = (ROOT / "docs/mesh.md").read_text()
    rules = yaml.safe_load((SAMPLES / "http.yaml").read_text())["http"]["rules"]
    paths = [
        f"{verb.upper()} {rule[verb]}".replace("{run_id}", "ID") for rule in rules for verb in rule if verb in VERBS
    ]
    untold = [path for path in paths if path not in page]
    check(len(paths) == len(rules) and not untold, "docs/mesh.md names each of them", untold)
