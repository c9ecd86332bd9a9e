"""A PlanGEN server that does what a test says."""

import contextlib
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, NoReturn

import grpc
from google.protobuf.duration_pb2 import Duration
from google.rpc.error_details_pb2 import ErrorInfo, RetryInfo
from google.rpc.status_pb2 import Status
from waiting import LIMIT_SECONDS

from plangen_client.v1 import step_update_pb2 as step
from plangen_client.v1.model_service_pb2 import GenerateChunk, GenerateRequest
from plangen_client.v1.model_service_pb2_grpc import ModelServiceServicer, add_ModelServiceServicer_to_server
from plangen_client.v1.plan_pb2 import SelectedSolution, Solution, SolveResult
from plangen_client.v1.plangen_service_pb2_grpc import PlanGenServiceServicer, add_PlanGenServiceServicer_to_server
from plangen_client.v1.run_pb2 import Run
from plangen_client.v1.run_service_pb2 import CancelRunRequest, WatchRunRequest
from plangen_client.v1.run_service_pb2_grpc import RunServiceServicer, add_RunServiceServicer_to_server
from plangen_client.v1.solve_pb2 import SolveRequest
from plangen_client.v1.step_update_pb2 import StepUpdate


@dataclass(frozen=True)
class Refusal:
    """A status, with details if it has a reason, as a server or, without one, a proxy ends a call."""

    code: grpc.StatusCode
    reason: str = ""
    retry_after: float | None = None

    def end(self, context: grpc.ServicerContext) -> NoReturn:
        if self.reason:
            status = Status(code=self.code.value[0])
            status.details.add().Pack(ErrorInfo(reason=self.reason, domain="plangen.dev"))
            if self.retry_after is not None:
                delay = Duration()
                delay.FromMilliseconds(round(1000 * self.retry_after))
                status.details.add().Pack(RetryInfo(retry_delay=delay))
            context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
        context.abort(self.code, f"It was {self.reason or 'cut'}.")


@dataclass(frozen=True)
class Cut:
    """A call ends so after a number of messages."""

    after: int
    by: Refusal | None = Refusal(grpc.StatusCode.UNAVAILABLE)
    """None: with status OK."""


@dataclass(frozen=True)
class Stall:
    """A call falls silent after a number of messages."""

    after: int


Ending = Cut | Stall | Refusal


def updates_of(run_id: str) -> list[StepUpdate]:
    """The eight updates of a solve."""
    texts = [f"{run_id} writes {text}" for text in ("one", "two")]
    solutions = [
        Solution(candidate_id=f"solution/{n}", text=text, finish_reason="FINISH_REASON_STOP")
        for n, text in enumerate(texts, 1)
    ]
    selected = SelectedSolution(candidate_id="solution/2", text=texts[1], score=97, verified=True)
    data = [
        step.StepData(constraints=["All can come."]),
        step.StepData(solutions=solutions),
        step.StepData(),
        step.StepData(selected_solution=selected),
    ]
    updates = []
    for number, produced in enumerate(data, 1):
        updates.append(StepUpdate(step=number, status=step.STEP_STATUS_IN_PROGRESS))  # type: ignore[arg-type]
        updates.append(StepUpdate(step=number, status=step.STEP_STATUS_COMPLETE, data=produced))  # type: ignore[arg-type]
    updates[-1].result.CopyFrom(
        SolveResult(selected_solution=selected, solutions=solutions, stop_reason="STOP_REASON_ALL_VERIFIED")
    )
    return in_log(run_id, updates)


def in_log(run_id: str, updates: list[StepUpdate]) -> list[StepUpdate]:
    """The updates with their run and their places in its log."""
    for sequence, update in enumerate(updates, 1):
        update.run_id, update.sequence = run_id, sequence
    return updates


@dataclass
class Script:
    """What the server does, and what it was asked. Runs are taken from `runs` in turn."""

    runs: list[list[StepUpdate]]
    endings: list[Ending] = field(default_factory=list)
    """How the next calls end, in turn; when there are none left, calls come to their end."""
    chunks: list[list[GenerateChunk]] = field(default_factory=list)
    forgets: bool = False
    """Whether the run is unknown as soon as a call has been cut."""
    calls: list[Any] = field(default_factory=list)
    cancels: list[CancelRunRequest] = field(default_factory=list)
    left: threading.Event = field(default_factory=threading.Event)
    """Set when a caller has left a call that stalls."""
    holds_cancels: threading.Event | None = None
    """What a CancelRun waits for before it is answered."""
    _by_request: dict[str, list[StepUpdate]] = field(default_factory=dict)
    _begun: int = 0

    def solve(self, request: SolveRequest, context: grpc.ServicerContext) -> Iterator[StepUpdate]:
        self.calls.append(request)
        log = self._by_request.get(request.request_id)
        if log is None:
            log = self._by_request[request.request_id] = self.runs[self._begun]
            self._begun += 1
        yield from self._sent(context, log, (("plangen-run-id", log[0].run_id),))

    def watch(self, request: WatchRunRequest, context: grpc.ServicerContext) -> Iterator[StepUpdate]:
        self.calls.append(request)
        log = next((log for log in self._by_request.values() if log[0].run_id == request.run_id), None)
        if log is None:
            Refusal(grpc.StatusCode.NOT_FOUND, "RUN_NOT_FOUND").end(context)
        yield from self._sent(context, rest(log, request.after_sequence), ())

    def generate(self, request: GenerateRequest, context: grpc.ServicerContext) -> Iterator[GenerateChunk]:
        self.calls.append(request)
        yield from self._sent(context, self.chunks.pop(0), (("plangen-run-id", "generation"),))

    def _sent(self, context: grpc.ServicerContext, messages: list[Any], headers: tuple[Any, ...]) -> Iterator[Any]:
        ending = self.endings.pop(0) if self.endings else None
        match ending:
            case Refusal():
                ending.end(context)
            case Stall():
                if not context.add_callback(self.left.set):
                    self.left.set()
        if headers:
            context.send_initial_metadata(headers)
        yield from messages if ending is None else messages[: ending.after]
        match ending:
            case Cut(by=by):
                if self.forgets:
                    self._by_request.clear()
                if by is not None:
                    by.end(context)
            case Stall():
                self.left.wait(LIMIT_SECONDS)


def rest(log: list[StepUpdate], after: int) -> list[StepUpdate]:
    """What a reader lacks: logged updates after that one, and the text that was being written, from its beginning."""
    deltas: dict[str, StepUpdate] = {}
    lacking: list[StepUpdate] = []
    for update in log:
        if update.sequence > after:
            lacking.append(update)
        elif update.status == step.STEP_STATUS_COMPLETE:
            deltas.clear()
        elif update.progress.HasField("text_delta"):
            delta = update.progress.text_delta
            whole = deltas.setdefault(delta.candidate_id, StepUpdate())
            text = whole.progress.text_delta.text.encode()[: delta.offset].decode() + delta.text
            whole.CopyFrom(update)
            whole.progress.text_delta.text, whole.progress.text_delta.offset = text, 0
    return [*deltas.values(), *lacking]


class _PlanGen(PlanGenServiceServicer):
    def __init__(self, script: Script) -> None:
        self._script = script

    def SolveStream(self, request: SolveRequest, context: grpc.ServicerContext) -> Iterator[StepUpdate]:  # noqa: N802
        return self._script.solve(request, context)


class _Runs(RunServiceServicer):
    def __init__(self, script: Script) -> None:
        self._script = script

    def WatchRun(self, request: WatchRunRequest, context: grpc.ServicerContext) -> Iterator[StepUpdate]:  # noqa: N802
        return self._script.watch(request, context)

    def CancelRun(self, request: CancelRunRequest, context: grpc.ServicerContext) -> Run:  # noqa: N802
        self._script.cancels.append(request)
        if self._script.holds_cancels:
            self._script.holds_cancels.wait(LIMIT_SECONDS)
        return Run(run_id=request.run_id)


class _Models(ModelServiceServicer):
    def __init__(self, script: Script) -> None:
        self._script = script

    def GenerateStream(self, request: GenerateRequest, context: grpc.ServicerContext) -> Iterator[GenerateChunk]:  # noqa: N802
        return self._script.generate(request, context)


@contextlib.contextmanager
def serving(script: Script) -> Iterator[str]:
    """A server on a socket of this machine; gives its target."""
    server = grpc.server(ThreadPoolExecutor(max_workers=8))
    add_PlanGenServiceServicer_to_server(_PlanGen(script), server)
    add_RunServiceServicer_to_server(_Runs(script), server)
    add_ModelServiceServicer_to_server(_Models(script), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        script.left.set()
        server.stop(grace=None).wait()
