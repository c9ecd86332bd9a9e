"""Makes the Python stubs of the contract; the build of the package does it by itself.

By hand, for an editor or a type checker: python stubs.py src/plangen_client/v1
"""

import pathlib
import re
import shutil
import sys
import tempfile

import grpc_tools
from grpc_tools import protoc

CONTRACT = pathlib.Path(__file__).resolve().parents[2] / "proto/src/main/proto"
GOOGLE = pathlib.Path(grpc_tools.__file__).parent / "_proto"


def generate(package: pathlib.Path) -> None:
    """Writes the stubs into the folder of the Python package plangen_client.v1."""
    protos = sorted(CONTRACT.rglob("*.proto"))
    if not protos:
        sys.exit(f"No .proto files in {CONTRACT}: install from a clone of the whole repository.")
    with tempfile.TemporaryDirectory() as folder:
        status = protoc.main(
            [
                "protoc",
                f"-I{CONTRACT}",
                f"-I{GOOGLE}",
                f"--python_out={folder}",
                f"--pyi_out={folder}",
                f"--grpc_python_out={folder}",
                *map(str, protos),
            ]
        )
        if status != 0:
            sys.exit(f"protoc failed with status {status}.")
        shutil.rmtree(package, ignore_errors=True)
        package.mkdir(parents=True)
        (package / "__init__.py").write_text('"""The contract, plangen.v1: generated."""\n')
        for stub in pathlib.Path(folder, "plangen", "v1").iterdir():
            # Under its own name the package would hide the PlanGEN library, which is called plangen too.
            text = re.sub(r"^from plangen\.v1 import", "from plangen_client.v1 import", stub.read_text(), flags=re.M)
            (package / stub.name).write_text(text)


if __name__ == "__main__":
    generate(pathlib.Path(sys.argv[1]))
