"""The planner, as in the PlanGEN library."""

from dataclasses import dataclass
from typing import Self

import grpc

from plangen_client.aio import AsyncSolveStream
from plangen_client.connection import Connection
from plangen_client.retries import Retries
from plangen_client.solving import Solving
from plangen_client.streams import SolveStream
from plangen_client.updates import Callbacks, Result
from plangen_client.v1.solve_pb2 import SolveRequest

DEADLINE_SECONDS = 1200.0
"""More than the 15 minutes that a server allows a run unless its operator says otherwise, so results are in time."""


@dataclass(frozen=True)
class PlanGen:
    """Solves planning problems on a PlanGEN server.

    Holds no connection: each solve opens its own and comes back by itself when that breaks. Thread-safe, and of use in
    any event loop. Made by create.

    A problem is a text, or a plangen_client.v1.solve_pb2.SolveRequest where more is to be said: the algorithm, the
    verifiers, the budget, the constraints.
    """

    model: str
    connection: Connection
    deadline: float

    @classmethod
    def create(
        cls,
        model: str = "",
        *,
        target: str | None = None,
        credentials: grpc.ChannelCredentials | None = None,
        plaintext: bool | None = None,
        deadline: float = DEADLINE_SECONDS,
    ) -> Self:
        """A planner that connects to nothing yet.

        model: id of a model that the server serves; its default one if empty.
        target: "host:port", or any gRPC target; else the environment's PLANGEN_TARGET; else 127.0.0.1:9090.
        credentials: how the server and the caller show who they are, for example grpc.ssl_channel_credentials(roots);
            else, unless plaintext, TLS with the certificates that gRPC trusts.
        plaintext: True for a connection without TLS; by default only to this machine itself.
        deadline: how many seconds a solve may take, reconnections included; more than 0.
        """
        if deadline <= 0:
            raise ValueError(f"deadline must be more than 0 seconds, not {deadline}")
        return cls(model, Connection.to(target, credentials, plaintext), deadline)

    def solve(self, problem: str | SolveRequest, *, callbacks: Callbacks | None = None) -> Result:
        """Waits for the result. Raises PlanGenError if there is none.

        callbacks: called with each update of the steps that they name; one that raises ends the run.
        """
        with self.solve_stream(problem, callbacks=callbacks) as updates:
            return updates.result()

    async def solve_async(self, problem: str | SolveRequest, *, callbacks: Callbacks | None = None) -> Result:
        """As solve. Cancelling the task ends the run."""
        async with self.solve_stream_async(problem, callbacks=callbacks) as updates:
            return await updates.result()

    def solve_stream(
        self,
        problem: str | SolveRequest,
        *,
        callbacks: Callbacks | None = None,
        candidate_events: bool = False,
        text_deltas: bool = False,
        heartbeat: float | None = None,
    ) -> SolveStream:
        """The updates, as they come. Leaving the loop, or closing the stream, ends the run.

        By default eight: each step begins and ends. If the run fails, the last update has the status "error" instead,
        and the iteration ends without an exception: the stream's error has the details. PlanGenError is raised, by the
        first step of the iteration, only if there never was a run: the request was refused, or no server answered.

        callbacks: as for solve.
        candidate_events: also what becomes of each candidate: updates with "progress".
        text_deltas: also what the models write: updates with "progress" {"text_written": {"candidate_id", "verifier",
            "text"}}, where the text is the whole of it, so far.
        heartbeat: also an update with "progress" {"heartbeat": {}} whenever there was no other for so many seconds, 0.1
            to 3600.
        """
        solving = self._solving(problem, candidate_events, text_deltas, heartbeat)
        return SolveStream(self.connection, solving, callbacks or {})

    def solve_stream_async(
        self,
        problem: str | SolveRequest,
        *,
        callbacks: Callbacks | None = None,
        candidate_events: bool = False,
        text_deltas: bool = False,
        heartbeat: float | None = None,
    ) -> AsyncSolveStream:
        """As solve_stream, for "async for". Cancelling the task that reads ends the run, too."""
        solving = self._solving(problem, candidate_events, text_deltas, heartbeat)
        return AsyncSolveStream(self.connection, solving, callbacks or {})

    def _solving(
        self, problem: str | SolveRequest, candidate_events: bool, text_deltas: bool, heartbeat: float | None
    ) -> Solving:
        request = SolveRequest(model=self.model)
        match problem:
            case str():
                request.problem = problem
            case SolveRequest():
                # What the request itself says counts more.
                request.MergeFrom(problem)
            case _:
                raise TypeError(f"problem must be a str or a SolveRequest, not {type(problem).__name__}")
        options = request.stream_options
        options.candidate_events |= candidate_events
        options.text_deltas |= text_deltas
        if heartbeat is not None:
            options.heartbeat_interval.FromMilliseconds(round(1000 * heartbeat))
        return Solving(request, Retries(self.deadline))
