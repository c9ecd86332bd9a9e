"""Calls a PlanGEN server: plans with every step streamed, in the dictionaries of the PlanGEN library."""

from plangen_client.aio import AsyncSolveStream, AsyncTextStream
from plangen_client.errors import FieldViolation, PlanGenError
from plangen_client.planner import PlanGen
from plangen_client.streams import SolveStream, TextStream
from plangen_client.updates import Callbacks, Data, Result, Update

__all__ = [
    "AsyncSolveStream",
    "AsyncTextStream",
    "Callbacks",
    "Data",
    "FieldViolation",
    "PlanGen",
    "PlanGenError",
    "Result",
    "SolveStream",
    "TextStream",
    "Update",
]
