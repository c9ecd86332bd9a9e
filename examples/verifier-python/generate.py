"""Makes Python stubs of the contract, in the folder generated/ beside this file."""

import pathlib
import sys

import grpc_tools
from grpc_tools import protoc

here = pathlib.Path(__file__).resolve().parent
contract = here.parent.parent / "proto/src/main/proto"
generated = here / "generated"
google = pathlib.Path(grpc_tools.__file__).parent / "_proto"

generated.mkdir(exist_ok=True)
sys.exit(
    protoc.main(
        [
            "protoc",
            f"-I{contract}",
            f"-I{google}",
            f"--python_out={generated}",
            f"--grpc_python_out={generated}",
            *(str(path) for path in sorted(contract.rglob("*.proto"))),
        ]
    )
)
