import pathlib
import sys

from setuptools import setup
from setuptools.command.build_py import build_py

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import stubs


class BuildWithStubs(build_py):
    def run(self):
        super().run()
        root = pathlib.Path("src") if self.editable_mode else pathlib.Path(self.build_lib)
        stubs.generate(root / "plangen_client" / "v1")


setup(cmdclass={"build_py": BuildWithStubs})
