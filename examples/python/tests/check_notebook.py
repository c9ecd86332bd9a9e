"""Runs the notebook against the real server."""

import re
import unittest

import nbformat
from nbclient import NotebookClient
from running import EXAMPLE

NOTEBOOK = EXAMPLE / "compare.ipynb"


def read() -> nbformat.NotebookNode:
    notebook: nbformat.NotebookNode = nbformat.reads(NOTEBOOK.read_text(), as_version=4)
    return notebook


class NotebookCheck(unittest.TestCase):
    def test_it_is_kept_without_what_it_printed(self) -> None:
        for cell in read().cells:
            self.assertFalse(cell.get("outputs"))
            self.assertIsNone(cell.get("execution_count"))

    def test_it_solves_compares_and_draws(self) -> None:
        notebook = read()
        NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
        printed = "".join(output.text for output in outputs if output.get("name") == "stdout")
        self.assertIn("Oslo", printed)
        for algorithm in ("Best of 2", "Tree of Thought"):
            right = re.search(rf"{algorithm} +(\d+) of 10 proven right, [\d.]+ model calls each", printed)
            assert right is not None
            self.assertGreater(int(right[1]), 0)
        pictures = [output.data["image/png"] for output in outputs if "image/png" in output.get("data", {})]
        self.assertEqual(len(pictures), 1)
        self.assertGreater(len(pictures[0]), 5_000, "something is drawn")


if __name__ == "__main__":
    unittest.main()
