"""Makes the descriptor set that json.yaml reads: the contract's own, with the rules of http.yaml at its RPCs, and with
the types of the errors' details.

    pip install googleapis-common-protos PyYAML
    python examples/envoy/descriptors.py

reads proto/target/plangen.v1.binpb, which the build makes, and writes proto/target/plangen.v1.http.binpb; other paths
may be given, in this order.
"""

import pathlib
import sys

import yaml
from google.api import annotations_pb2, http_pb2, service_pb2
from google.protobuf import any_pb2, descriptor_pb2, duration_pb2, json_format
from google.rpc import error_details_pb2

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent.parent / "proto/target"


def main(contract=TARGET / "plangen.v1.binpb", written=TARGET / "plangen.v1.http.binpb"):
    files = descriptor_pb2.FileDescriptorSet.FromString(pathlib.Path(contract).read_bytes())
    rules = yaml.safe_load((HERE / "http.yaml").read_text())
    service = json_format.ParseDict({name: rules[name] for name in ("http", "config_version")}, service_pb2.Service())
    annotate(files, {rule.selector: rule for rule in service.http.rules})
    wanted = [any_pb2, duration_pb2, descriptor_pb2, http_pb2, annotations_pb2, error_details_pb2]
    added = [descriptor_pb2.FileDescriptorProto.FromString(module.DESCRIPTOR.serialized_pb) for module in wanted]
    names = {file.name for file in added}
    # A file comes after those that it imports.
    ordered = [*added, *(file for file in files.file if file.name not in names)]
    complete = descriptor_pb2.FileDescriptorSet(file=ordered)
    pathlib.Path(written).write_bytes(complete.SerializeToString())


def annotate(files, rules):
    for file in files.file:
        for service in file.service:
            for method in service.method:
                rule = rules.pop(f"{file.package}.{service.name}.{method.name}", None)
                if rule:
                    method.options.Extensions[annotations_pb2.http].CopyFrom(rule)
                    if annotations_pb2.DESCRIPTOR.name not in file.dependency:
                        file.dependency.append(annotations_pb2.DESCRIPTOR.name)
    if rules:
        sys.exit(f"http.yaml has rules for RPCs that the contract does not have: {', '.join(rules)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
