"""Updates as dictionaries, in the form of the PlanGEN library's streaming guide."""

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict, cast

from google.protobuf.descriptor import EnumDescriptor
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message

from plangen_client.errors import PlanGenError
from plangen_client.v1.plan_pb2 import SolveResult
from plangen_client.v1.step_update_pb2 import Step, StepStatus, StepUpdate


class Solution(TypedDict):
    """A candidate plan."""

    candidate_id: str
    text: str
    finish_reason: str
    """As "stop"; or "length", "content_filter" where the text is cut off."""


class ConstraintVerdict(TypedDict):
    """What a verifier says of one constraint."""

    constraint: str
    index: int | None
    outcome: str
    reason: str


class VerificationResult(TypedDict):
    """What a verifier says of one candidate."""

    candidate_id: str
    verifier: str
    score: int | None
    """-100 (wrong) to 100 (right); None if there is none."""
    outcome: str
    """One of "passed", "vetoed", "unknown"."""
    sound: bool
    """Whether the verifier proves what it says."""
    feedback: str
    constraint_verdicts: list[ConstraintVerdict]


class SelectedSolution(TypedDict):
    """The candidate that was chosen."""

    candidate_id: str
    text: str
    score: int | None
    verified: bool
    sound: bool


class Data(TypedDict, total=False):
    """What a step produced, and only that."""

    constraints: list[str]
    solutions: list[Solution]
    verification_results: list[VerificationResult]
    selected_solution: SelectedSolution


class Update(TypedDict):
    """One thing that happened."""

    step: str
    """A step: "extract_constraints", "generate_solutions", "verify_solutions", "select_solution". Or "error" for a
    failure that no step caused; "restart" when the server has lost the run and another begins; "workflow" for events of
    the run as a whole."""
    status: Literal["in_progress", "complete", "error"]
    data: Data | None
    """None unless the status is "complete"."""
    error: NotRequired[str]
    """What happened and what to do. Only where the status is "error"."""
    progress: NotRequired[dict[str, Any]]
    """An event inside of a step, under its name. Only where events were asked for, and at a restart."""


class Result(TypedDict):
    """What a solve comes to."""

    constraints: list[str]
    solutions: list[Solution]
    verification_results: list[VerificationResult]
    selected_solution: SelectedSolution
    usage: dict[str, Any]
    """What it cost, as message Usage."""
    stop_reason: str
    """Why it ended here, for example "all_verified"."""


Callbacks = Mapping[str, Callable[[Update], object]]
"""For each step that is of interest, what to call with every update that names it."""


def of_update(update: StepUpdate) -> Update:
    """An update that is neither a text delta nor a failure."""
    shown = Update(
        step=step_name(update.step),
        status=cast(Any, StepStatus.Name(update.status).removeprefix("STEP_STATUS_").lower()),
        data=None,
    )
    if update.HasField("data"):
        # Exactly what the step produced: whoever merges updates takes what is present.
        shown["data"] = cast(Data, {field.name: _value(value, field) for field, value in update.data.ListFields()})
    if event := update.progress.WhichOneof("event"):
        shown["progress"] = {event: as_dict(getattr(update.progress, event))}
    return shown


def of_text(step: Step, candidate_id: str, verifier: str, text: str) -> Update:
    """A text that a model is writing: as it stands now, from its beginning."""
    written = {"candidate_id": candidate_id, "verifier": verifier, "text": text}
    return Update(step=step_name(step), status="in_progress", data=None, progress={"text_written": written})


def of_restart(previous_run_id: str, run_id: str) -> Update:
    """What came before is void: another run begins."""
    restarted = {"previous_run_id": previous_run_id, "run_id": run_id}
    return Update(step="restart", status="in_progress", data=None, progress={"restarted": restarted})


def of_error(error: PlanGenError) -> Update:
    """The last update of a run that failed."""
    return Update(step=error.step or "error", status="error", data=None, error=error.message)


def of_result(result: SolveResult) -> Result:
    """What the last update carries."""
    return cast(Result, as_dict(result))


def step_name(step: Step) -> str:
    return Step.Name(step).removeprefix("STEP_").lower()


def as_dict(message: Message) -> dict[str, Any]:
    """Every field under its name; what is not set and has no default is None, which says that it is unknown."""
    return {
        field.name: None
        if field.has_presence and not message.HasField(field.name)
        else _value(getattr(message, field.name), field)
        for field in message.DESCRIPTOR.fields
    }


def _value(value: Any, field: Any) -> Any:
    if isinstance(value, Duration):
        return value.ToTimedelta().total_seconds()
    if isinstance(value, Message):
        return as_dict(value)
    if isinstance(value, MutableMapping):
        return dict(value)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_value(item, field) for item in value]
    if field.enum_type is not None:
        return _constant(value, field.enum_type)
    return value


def _constant(number: int, constants: EnumDescriptor) -> str:
    """OUTCOME_PASSED of the enum Outcome as "passed"; one that is newer than these stubs by its number."""
    constant = constants.values_by_number.get(number)
    if constant is None:
        return str(number)
    prefix = "".join(f"_{letter}" if letter.isupper() else letter for letter in constants.name)
    return constant.name.lower().removeprefix(f"{prefix.lower().lstrip('_')}_")
