"""Where the server is, and how to get there."""

import os
import re
from dataclasses import dataclass
from typing import Any

import grpc
import grpc.aio

from plangen_client.v1.model_service_pb2 import GenerateRequest
from plangen_client.v1.model_service_pb2_grpc import ModelServiceStub
from plangen_client.v1.plangen_service_pb2_grpc import PlanGenServiceStub
from plangen_client.v1.run_service_pb2 import WatchRunRequest
from plangen_client.v1.run_service_pb2_grpc import RunServiceStub
from plangen_client.v1.solve_pb2 import SolveRequest
from plangen_client.work import Request

DEFAULT_TARGET = "127.0.0.1:9090"

_LOOPBACK = re.compile(r"(dns:(///)?|ipv[46]:)?(localhost|127\.[\d.]+|\[::1])(:\d+)?")

_OPTIONS = [
    # Retries have delays of their own; gRPC's, of a second and more, would come on top.
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 2000),
    # With another channel's connection would come the delays that this one has run up.
    ("grpc.use_local_subchannel_pool", 1),
]


@dataclass(frozen=True)
class Connection:
    """Opens a channel for each piece of work, so that there is nothing to close, to share between threads or event
    loops, or to lose in a fork. Immutable."""

    target: str
    plaintext: bool
    credentials: grpc.ChannelCredentials | None
    """None: where it is not plaintext, TLS with the certificates that gRPC trusts."""

    @classmethod
    def to(
        cls, target: str | None, credentials: grpc.ChannelCredentials | None, plaintext: bool | None
    ) -> "Connection":
        """As PlanGen.create documents them."""
        target = target or os.environ.get("PLANGEN_TARGET") or DEFAULT_TARGET
        if plaintext and credentials is not None:
            raise ValueError("Give either credentials or plaintext=True: credentials need TLS.")
        if plaintext is None:
            plaintext = credentials is None and _LOOPBACK.fullmatch(target) is not None
        return cls(target, plaintext, credentials)

    def open(self) -> grpc.Channel:
        if self.plaintext:
            return grpc.insecure_channel(self.target, _OPTIONS)
        return grpc.secure_channel(self.target, self._tls(), _OPTIONS)

    def open_aio(self) -> grpc.aio.Channel:
        if self.plaintext:
            return grpc.aio.insecure_channel(self.target, _OPTIONS)
        return grpc.aio.secure_channel(self.target, self._tls(), _OPTIONS)

    def _tls(self) -> grpc.ChannelCredentials:
        # Not before it is needed: gRPC that has begun to work does not survive a fork.
        return self.credentials or grpc.ssl_channel_credentials()


def method(channel: grpc.Channel | grpc.aio.Channel, request: Request) -> Any:
    """The streaming method that takes such a request."""
    match request:
        case SolveRequest():
            return PlanGenServiceStub(channel).SolveStream
        case WatchRunRequest():
            return RunServiceStub(channel).WatchRun
        case GenerateRequest():
            return ModelServiceStub(channel).GenerateStream
