"""The models that a PlanGEN server serves, without the planning."""

from collections.abc import Callable
from dataclasses import dataclass

import grpc

from plangen_client.aio import AsyncTextStream
from plangen_client.connection import Connection
from plangen_client.generating import Generating
from plangen_client.planner import DEADLINE_SECONDS
from plangen_client.retries import Retries
from plangen_client.streams import TextStream
from plangen_client.v1.model_service_pb2 import GenerateRequest


@dataclass(frozen=True, init=False)
class ModelInterface:
    """Generates texts. Holds no connection; thread-safe, and of use in any event loop.

    A prompt is a text, or a plangen_client.v1.model_service_pb2.GenerateRequest where more is to be said: instructions
    that stand above it, and how to sample.

    Failures are PlanGenError. One before the first piece that passes by itself is waited out, as the server asks.
    """

    model_name: str
    connection: Connection
    deadline: float

    def __init__(
        self,
        model_name: str = "",
        *,
        target: str | None = None,
        credentials: grpc.ChannelCredentials | None = None,
        plaintext: bool | None = None,
        deadline: float = DEADLINE_SECONDS,
    ) -> None:
        """model_name: id of a model that the server serves; its default one if empty. The rest as in PlanGen.create."""
        if deadline <= 0:
            raise ValueError(f"deadline must be more than 0 seconds, not {deadline}")
        object.__setattr__(self, "model_name", model_name)
        object.__setattr__(self, "connection", Connection.to(target, credentials, plaintext))
        object.__setattr__(self, "deadline", deadline)

    def generate(self, prompt: str | GenerateRequest) -> str:
        """Waits for the whole text."""
        pieces: list[str] = []
        with self.generate_stream(prompt, on_restart=pieces.clear) as stream:
            pieces.extend(stream)
        return "".join(pieces)

    async def generate_async(self, prompt: str | GenerateRequest) -> str:
        """As generate. Cancelling the task ends the model's call."""
        pieces: list[str] = []
        async with self.generate_stream_async(prompt, on_restart=pieces.clear) as stream:
            async for piece in stream:
                pieces.append(piece)
        return "".join(pieces)

    def generate_stream(
        self, prompt: str | GenerateRequest, *, on_restart: Callable[[], object] | None = None
    ) -> TextStream:
        """The pieces of the text as the model writes them: together, the text. Closing the stream ends the call.

        on_restart: the server repeats a model's call that breaks, and the second one may write something else. Called
            then, after which the pieces are those of the new text, from its beginning. Without it, that raises
            PlanGenError with the reason TEXT_REWRITTEN.
        """
        return TextStream(self.connection, self._generating(prompt, on_restart))

    def generate_stream_async(
        self, prompt: str | GenerateRequest, *, on_restart: Callable[[], object] | None = None
    ) -> AsyncTextStream:
        """As generate_stream, for "async for". Cancelling the task that reads ends the model's call, too."""
        return AsyncTextStream(self.connection, self._generating(prompt, on_restart))

    def _generating(self, prompt: str | GenerateRequest, on_restart: Callable[[], object] | None) -> Generating:
        request = GenerateRequest(model=self.model_name)
        match prompt:
            case str():
                request.prompt = prompt
            case GenerateRequest():
                request.MergeFrom(prompt)
            case _:
                raise TypeError(f"prompt must be a str or a GenerateRequest, not {type(prompt).__name__}")
        return Generating(request, Retries(self.deadline), on_restart)


OpenAIModelInterface = ModelInterface
"""Its name in the PlanGEN library. Which provider a model has is configured at the server."""
