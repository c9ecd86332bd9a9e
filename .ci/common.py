"""What several of these scripts need. TOOLS is where grpcurl is, or is installed."""

import os
import pathlib
import socket
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOOLS = pathlib.Path(os.environ["TOOLS"])
BIN = TOOLS / "bin"
GRPCURL = BIN / "grpcurl"
PROBLEM = (ROOT / "examples/quickstart/problem.txt").read_text()


def check(holds, what):
    if not holds:
        sys.exit(f"FAILED: {what}")
    print(f"ok: {what}", flush=True)


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def install_grpcurl():
    if not GRPCURL.exists():
        command = ["go", "install", "github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.9.4"]
        subprocess.run(command, check=True, env={**os.environ, "GOBIN": str(BIN)})
