"""The command line: `interlocks`, or `python -m board_interlocks`."""

from __future__ import annotations

import sys

from board_interlocks import _native


def main() -> int:
    """Run the command of `sys.argv`, and return its exit code."""
    return _native.main(["interlocks", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
