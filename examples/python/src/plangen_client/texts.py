"""Texts put together from writes at an offset."""

from plangen_client.v1.step_update_pb2 import Step, TextDelta

Name = tuple[Step, str, str]


def write(text: bytes, offset: int, piece: str) -> bytes:
    """The text's first bytes up to the offset, followed by the piece."""
    return text[:offset] + piece.encode()


class Texts:
    """What the models of a run are writing just now. Not thread-safe."""

    def __init__(self) -> None:
        self._texts: dict[Name, bytes] = {}

    def write(self, step: Step, delta: TextDelta) -> str | None:
        """The whole text after a write; None if it says what it said before, as a part that is sent again."""
        name = (step, delta.candidate_id, delta.verifier)
        before = self._texts.get(name, b"")
        after = write(before, delta.offset, delta.text)
        self._texts[name] = after
        return None if after == before else after.decode()

    def complete(self, step: Step) -> None:
        """Forgets the texts of a step, which come no more."""
        self._texts = {name: text for name, text in self._texts.items() if name[0] != step}

    def clear(self) -> None:
        self._texts.clear()
