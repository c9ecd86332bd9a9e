"""What a stream knows of its work, beside what it yields."""

from plangen_client.errors import PlanGenError
from plangen_client.generating import Generating
from plangen_client.solving import Solving


class AboutRun:
    """Of a stream of updates."""

    _solving: Solving

    @property
    def run_id(self) -> str | None:
        """The run; None before the first update."""
        return self._solving.run_id

    @property
    def error(self) -> PlanGenError | None:
        """What the update with the status "error" tells, in full; None as long as there was none."""
        return self._solving.error


class AboutText:
    """Of a stream of a text's pieces."""

    _generating: Generating

    @property
    def finish_reason(self) -> str | None:
        """Why the model stopped: "stop"; "length" or "content_filter" if the text is cut off. None before the end."""
        return self._generating.finish_reason

    @property
    def usage(self) -> dict[str, object] | None:
        """What the text cost, as message Usage; None before the end."""
        return self._generating.usage
