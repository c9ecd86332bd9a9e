"""What a piece of work is to whoever makes its calls: the same for blocking and for asyncio callers."""

from dataclasses import dataclass
from typing import Protocol, TypeVar

from plangen_client.errors import PlanGenError
from plangen_client.v1.model_service_pb2 import GenerateRequest
from plangen_client.v1.run_service_pb2 import CancelRunRequest, WatchRunRequest
from plangen_client.v1.solve_pb2 import SolveRequest

M_contra = TypeVar("M_contra", contravariant=True)
T = TypeVar("T")

Request = SolveRequest | WatchRunRequest | GenerateRequest


@dataclass(frozen=True)
class Call:
    """A streaming call to make."""

    request: Request
    delay: float
    """Seconds to wait before."""
    timeout: float
    """Its deadline, in seconds."""
    silence: float | None
    """After how many seconds without a message the connection counts as broken; None: never."""


class Work(Protocol[M_contra, T]):
    """Decides which call is next and what the caller gets to see. Does no input or output itself.

    While next_call gives a call: make it, hand each of its messages to received, and its end to ended. What these two
    return is for the caller, and so is what they raise. Not thread-safe.
    """

    def next_call(self) -> Call | None:
        """The call to make now; None when all is done."""

    def received(self, message: M_contra) -> list[T]:
        """The call has sent something."""

    def ended(self, failure: PlanGenError | None) -> list[T]:
        """The call is over: with status OK, or with a failure."""

    def farewell(self) -> CancelRunRequest | None:
        """What to send when the caller leaves now, whether everything is done or not; None: nothing."""
