"""Failures, as the contract tells them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import grpc
from google.protobuf.message import DecodeError, Message
from google.rpc.error_details_pb2 import BadRequest, ErrorInfo, RetryInfo
from google.rpc.status_pb2 import Status

from plangen_client.v1.step_update_pb2 import StepError

RUN_ID_HEADER = "plangen-run-id"
DETAILS_TRAILER = "grpc-status-details-bin"

_CODES = {code.value[0]: code for code in grpc.StatusCode}

D = TypeVar("D", bound=Message)


@dataclass(frozen=True)
class FieldViolation:
    """A field of the request that is wrong."""

    field: str
    """Its path, for example "budget.max_model_calls"."""
    description: str
    """What is wrong with it, for a person."""


class PlanGenError(Exception):
    """A solve or a generation failed, was refused, or could not reach the server."""

    def __init__(
        self,
        message: str,
        code: grpc.StatusCode,
        reason: str = "",
        *,
        step: str | None = None,
        retry_delay: timedelta | None = None,
        run_id: str | None = None,
        field_violations: tuple[FieldViolation, ...] = (),
    ) -> None:
        super().__init__(message)
        self.message = message
        """What happened and what to do, in words for a person."""
        self.code = code
        """The kind of failure."""
        self.reason = reason
        """What exactly, as PlanGenService lists it, for example "MODEL_NOT_FOUND"; empty if not the server told it."""
        self.step = step
        """The step whose failure ended the run; None if no step caused it."""
        self.retry_delay = retry_delay
        """How long to wait before asking again; None where waiting is not known to help."""
        self.run_id = run_id
        """The run that failed; None if none was started."""
        self.field_violations = field_violations
        """Every wrong field of a request that was refused."""

    def __str__(self) -> str:
        """For logs: the message, with what a program or an operator looks up."""
        names = [self.reason or self.code.name]
        if self.run_id is not None:
            names.append(f"run {self.run_id}")
        return f"{self.message} ({', '.join(names)})"


def of_update(error: StepError, step: str | None, run_id: str) -> PlanGenError:
    """The failure that a run's last update tells."""
    return PlanGenError(
        error.message,
        _CODES.get(error.code, grpc.StatusCode.UNKNOWN),
        error.reason,
        step=step,
        retry_delay=error.retry_delay.ToTimedelta() if error.HasField("retry_delay") else None,
        run_id=run_id,
    )


def of_call(error: grpc.RpcError) -> PlanGenError:
    """The failure that ended a call."""
    # What gRPC raises is always a call too, which its types do not say.
    call: Any = error
    details = _details(call.trailing_metadata() or ())
    info = _find(details, ErrorInfo)
    retry = _find(details, RetryInfo)
    wrong = _find(details, BadRequest)
    ids = [value for key, value in call.initial_metadata() or () if key == RUN_ID_HEADER]
    failure = PlanGenError(
        call.details() if info else _own_words(call.code()),
        call.code(),
        info.reason if info else "",
        retry_delay=retry.retry_delay.ToTimedelta() if retry else None,
        run_id=ids[0] if ids else (info.metadata.get("run_id") if info else None),
        field_violations=tuple(
            FieldViolation(violation.field, violation.description)
            for violation in (wrong.field_violations if wrong else ())
        ),
    )
    if not info:
        # Names hosts, which a web application's users need not know: shown with the traceback, not in the message.
        failure.add_note(f"gRPC says: {call.details()}")
    return failure


def _own_words(code: grpc.StatusCode) -> str:
    """For a call that did not end by a word of the server."""
    match code:
        case grpc.StatusCode.UNAVAILABLE:
            return "The server cannot be reached: check that it runs, the target, and whether it speaks TLS."
        case grpc.StatusCode.DEADLINE_EXCEEDED:
            return "The deadline passed."
        case _:
            return f"The call was ended on the way, with {code.name}."


def _details(trailers: Iterable[tuple[str, str | bytes]]) -> Status:
    for key, value in trailers:
        if key == DETAILS_TRAILER and isinstance(value, bytes):
            try:
                return Status.FromString(value)
            except DecodeError:
                # A proxy has mangled them; the status itself still tells something.
                break
    return Status()


def _find(details: Status, kind: type[D]) -> D | None:
    for detail in details.details:
        if detail.Is(kind.DESCRIPTOR):
            found = kind()
            detail.Unpack(found)
            return found
    return None
