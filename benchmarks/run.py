"""`make bench`: build the reference organisation, measure every budget, print a table. Code 1 when a budget is broken.

    python -m redesign.embedded with -- python benchmarks/run.py [--small] [--rounds N]

A page's CPU time is the median of its requests in this process (the database's own work is not in it), held against
`benchmarks.floor` measured in turn with it, so that a slow or busy machine slows both.
"""

import os
import sys
from pathlib import Path

import django


def main() -> int:
    """Make Django ready, then measure."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    django.setup()
    from benchmarks.budgets import main as measure

    return measure(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
