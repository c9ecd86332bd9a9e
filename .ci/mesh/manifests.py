"""The manifests for Istio and Linkerd, held against the schemas of their custom resources. No control plane is run."""

import json
import os
import pathlib
import subprocess

import jsonschema
import yaml
from parts import ROOT, Wrong, check

MODULES = {
    "istio.io/api@v1.32.0": "kubernetes/customresourcedefinitions.gen.yaml",
    "sigs.k8s.io/gateway-api@v1.6.3": "config/crd/standard/gateway.networking.k8s.io_grpcroutes.yaml",
}
MANIFESTS = ["examples/istio/plangen.yaml", "examples/linkerd/plangen.yaml"]


def run():
    schemas = {}
    for module, path in MODULES.items():
        # As a module it is fetched, and nothing of it is compiled.
        done = subprocess.run(
            ["go", "mod", "download", "-json", module], capture_output=True, text=True, cwd=os.environ["TOOLS"]
        )
        if done.returncode:
            raise Wrong(f"{module} is not to be had: {done.stdout}{done.stderr}")
        for crd in yaml.safe_load_all((pathlib.Path(json.loads(done.stdout)["Dir"]) / path).read_text()):
            for version in crd["spec"]["versions"]:
                name = f"{crd['spec']['group']}/{version['name']}", crd["spec"]["names"]["kind"]
                schemas[name] = closed(version["schema"]["openAPIV3Schema"])
    for manifest in MANIFESTS:
        for resource in yaml.safe_load_all((ROOT / manifest).read_text()):
            schema = schemas[resource["apiVersion"], resource["kind"]]
            validator = jsonschema.Draft4Validator(schema)
            wrong = [error.message for error in validator.iter_errors({"spec": resource["spec"]})]
            misspelt = {"spec": {**resource["spec"], "nonsense": 1}}
            check(
                not wrong and not validator.is_valid(misspelt),
                f"{manifest}: the {resource['kind']} is as its schema demands, which knows a misspelt field",
                wrong,
            )


def closed(schema):
    """The schema, refusing what it does not name, as a strict API server does."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {name: closed(part) for name, part in schema.items()}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        parts.setdefault("additionalProperties", False)
    return parts
