"""One solve over as many calls as it takes."""

import enum
import uuid

import grpc

from plangen_client import errors, updates
from plangen_client.errors import PlanGenError
from plangen_client.retries import PATIENCE_SECONDS, Retries, passes
from plangen_client.texts import Texts
from plangen_client.updates import Update
from plangen_client.v1.run_service_pb2 import CancelRunRequest, WatchRunRequest
from plangen_client.v1.solve_pb2 import ON_DISCONNECT_CONTINUE, SolveRequest
from plangen_client.v1.step_update_pb2 import (
    STEP_STATUS_COMPLETE,
    STEP_STATUS_ERROR,
    STEP_WORKFLOW,
    StepUpdate,
)
from plangen_client.work import Call

HEARTBEAT_SECONDS = 5.0
"""Three of them are well within the grace, so that a connection that fell silent is made again in time."""

SHORTEST_SILENCE_SECONDS = 10.0
"""A connection that is silent for less is not given up, however short the heartbeats."""

MOST_RESTARTS = 3
"""Each may have to be paid in full, and the problem may be what ends the server."""


class _Stand(enum.Enum):
    ASKING = enum.auto()
    """Nothing has come yet: the request is repeated, and its request_id makes the server answer with the same run."""
    FOLLOWING = enum.auto()
    """The run is watched from the last sequence on."""
    RESTARTING = enum.auto()
    """The run that the caller has seen is lost: the request is made again, and another run answers, which has what
    calls the first had finished if the server still knows them."""
    TOLD = enum.auto()
    """The run's own last update has come."""
    FAILED = enum.auto()
    """Given up."""


class Solving:
    """Starts a run, comes back to it where the connection broke, starts again where the run is lost: the server has
    forgotten it, was shut down, or has ended it with the advice to ask again later.

    The caller gets every update once, and those of another run only after a "restart". Implements Work.
    """

    def __init__(self, request: SolveRequest, retries: Retries) -> None:
        """request: the caller's; what makes it resumable is filled in."""
        options = request.stream_options
        self._shows_heartbeats = options.HasField("heartbeat_interval")
        if not self._shows_heartbeats:
            options.heartbeat_interval.FromSeconds(int(HEARTBEAT_SECONDS))
        interval = options.heartbeat_interval.ToTimedelta().total_seconds()
        self._silence = max(3 * interval, SHORTEST_SILENCE_SECONDS)
        if not request.HasField("disconnect_grace"):
            request.disconnect_grace.FromSeconds(int(PATIENCE_SECONDS))
        self._is_own_id = not request.request_id
        if self._is_own_id:
            request.request_id = str(uuid.uuid4())
        self._request = request
        self._retries = retries
        self._stand = _Stand.ASKING
        self._sequence = 0
        self._delay = 0.0
        self._answered = False
        self._restarts = 0
        self._texts = Texts()
        self.run_id: str | None = None
        self.error: PlanGenError | None = None
        self.result: updates.Result | None = None

    def next_call(self) -> Call | None:
        if self._stand in (_Stand.TOLD, _Stand.FAILED):
            return None
        self._answered = False
        request: SolveRequest | WatchRunRequest = self._request
        if self._stand is _Stand.FOLLOWING:
            options = self._request.stream_options
            request = WatchRunRequest(run_id=self.run_id, after_sequence=self._sequence, stream_options=options)
        return Call(request, self._delay, self._retries.remaining() - self._delay, self._silence)

    def received(self, update: StepUpdate) -> list[Update]:
        self._retries.heard()
        self._answered = True
        self._stand = _Stand.FOLLOWING
        restart = []
        if update.run_id != self.run_id:
            if self.run_id is not None:
                restart.append(updates.of_restart(self.run_id, update.run_id))
            self.run_id = update.run_id
            self._sequence = 0
            self._texts.clear()
        # A request made again after the run was lost may join that run after all, and is told it from the first.
        is_new = update.sequence > self._sequence
        self._sequence = max(self._sequence, update.sequence)
        return restart + self._shown(update, is_new)

    def _shown(self, update: StepUpdate, is_new: bool) -> list[Update]:
        event = update.progress.WhichOneof("event")
        if event == "heartbeat":
            return [updates.of_update(update)] if self._shows_heartbeats else []
        if event == "text_delta":
            delta = update.progress.text_delta
            text = self._texts.write(update.step, delta)
            if text is None:
                return []
            return [updates.of_text(update.step, delta.candidate_id, delta.verifier, text)]
        if not is_new:
            return []
        if update.status == STEP_STATUS_COMPLETE:
            self._texts.complete(update.step)
        if update.HasField("result"):
            self._stand = _Stand.TOLD
            self.result = updates.of_result(update.result)
        elif update.status == STEP_STATUS_ERROR:
            return self._failed(update)
        is_newer_than_the_stubs = update.HasField("progress") and event is None
        return [] if is_newer_than_the_stubs else [updates.of_update(update)]

    def _failed(self, update: StepUpdate) -> list[Update]:
        step = None if update.step == STEP_WORKFLOW else updates.step_name(update.step)
        self.error = errors.of_update(update.error, step, update.run_id)
        if passes(self.error) and self._restarts_again():
            return []
        self._stand = _Stand.TOLD
        return [updates.of_error(self.error)]

    def ended(self, failure: PlanGenError | None) -> list[Update]:
        if self._stand is _Stand.TOLD:
            return []
        # What the run has told of itself counts more. A stream that ends without a word was ended on the way.
        failure = self.error or failure or PlanGenError("The stream ended before the run.", grpc.StatusCode.UNAVAILABLE)
        self.error = None
        try:
            self._delay = 0.0 if self._has_lost_the_run(failure) else self._retries.wait_after(failure)
        except PlanGenError:
            self._stand = _Stand.FAILED
            self.error = failure
            if self.run_id is None:
                raise
            failure.run_id = self.run_id
            return [updates.of_error(failure)]
        return []

    def _has_lost_the_run(self, failure: PlanGenError) -> bool:
        # One that goes while it is being read was deleted, or was read too slowly: that is no accident.
        is_unknown = failure.reason in ("RUN_NOT_FOUND", "RUN_EXPIRED") and not self._answered
        return is_unknown and self._stand is _Stand.FOLLOWING and self._restarts_again()

    def _restarts_again(self) -> bool:
        if self._restarts == MOST_RESTARTS:
            return False
        self._restarts += 1
        self._stand = _Stand.RESTARTING
        return True

    def outcome(self) -> updates.Result:
        """The result; raises why there is none."""
        if self.result is not None:
            return self.result
        raise self.error or PlanGenError("The stream was closed before the run was over.", grpc.StatusCode.CANCELLED)

    def farewell(self) -> CancelRunRequest | None:
        if self._stand is _Stand.TOLD or self._request.on_disconnect == ON_DISCONNECT_CONTINUE:
            return None
        # Others may be reading a run that has an id of the caller's own. It ends when the last has gone.
        if not self._is_own_id:
            return None
        if self.run_id is not None:
            return CancelRunRequest(run_id=self.run_id)
        refused = self.error is not None and self.error.reason and self.error.run_id is None
        return None if refused else CancelRunRequest(request_id=self._request.request_id)
