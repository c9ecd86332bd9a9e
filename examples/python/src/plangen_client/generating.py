"""One text of a model."""

from collections.abc import Callable

import grpc

from plangen_client import texts, updates
from plangen_client.errors import PlanGenError
from plangen_client.retries import Retries
from plangen_client.v1.model_service_pb2 import GenerateChunk, GenerateRequest
from plangen_client.work import Call


class Generating:
    """Streams a text in pieces that only ever continue what the caller has.

    Where a call to the model has to be repeated, its text is written from the beginning again. As far as it says the
    same, the caller sees nothing of that. Where it says something else, what the caller has is void, and can't be taken
    back: on_restart is called and the pieces begin anew; without it that is a failure, since the pieces would make no
    text. Implements Work.
    """

    def __init__(self, request: GenerateRequest, retries: Retries, on_restart: Callable[[], object] | None) -> None:
        self._request = request
        self._retries = retries
        self._on_restart = on_restart
        self._delay = 0.0
        self._text = b""
        self._shown = b""
        self._over = False
        self.finish_reason: str | None = None
        self.usage: dict[str, object] | None = None

    def next_call(self) -> Call | None:
        if self._over:
            return None
        return Call(self._request, self._delay, self._retries.remaining() - self._delay, silence=None)

    def received(self, chunk: GenerateChunk) -> list[str]:
        self._text = texts.write(self._text, chunk.offset, chunk.text)
        if chunk.finish_reason:
            self._over = True
            whole = updates.as_dict(chunk)
            self.finish_reason, self.usage = whole["finish_reason"], whole["usage"]
        elif self._shown.startswith(self._text):
            # Written again, and so far the same.
            return []
        if not self._text.startswith(self._shown):
            self._restart()
        piece = self._text[len(self._shown) :].decode()
        self._shown = self._text
        return [piece] if piece else []

    def _restart(self) -> None:
        if self._on_restart is None:
            raise PlanGenError(
                "The model's call was repeated and wrote another text; what was returned of the first is void. "
                "Ask again, or pass on_restart to be told and to go on with the new text.",
                grpc.StatusCode.ABORTED,
                "TEXT_REWRITTEN",
            )
        self._on_restart()
        self._shown = b""

    def ended(self, failure: PlanGenError | None) -> list[str]:
        if self._over:
            return []
        if failure is None:
            failure = PlanGenError("The stream ended before the text did.", grpc.StatusCode.UNAVAILABLE)
        if failure.run_id is not None or self._text:
            # It has been paid for, at least in part: whether it is worth paying again is for the caller to say.
            raise failure
        self._delay = self._retries.wait_after(failure)
        return []

    def farewell(self) -> None:
        """Ending the call is enough."""
