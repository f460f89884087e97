"""What hatchling does besides while it builds a wheel or an editable install: the web application.

A wheel holds it in server/static, so that whoever installs SchemaOS needs no Node.
`SCHEMAOS_SKIP_BUNDLE=1` leaves it as it is; the Makefile does, and builds it itself.
"""

import os
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent / ".ci"))

import bundle
import node


class Bundle(BuildHookInterface[Any]):
    """Builds the web application before the files of the wheel are gathered."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for the Node of a wheel where the machine has none."""
        return [] if _is_needless() or node.of_machine() else [node.WHEEL]

    def initialize(self, _version: str, _build_data: dict[str, Any]) -> None:
        """Build it."""
        if not _is_needless():
            bundle.build()


def _is_needless() -> bool:
    return os.environ.get("SCHEMAOS_SKIP_BUNDLE") == "1" or bundle.is_current()
