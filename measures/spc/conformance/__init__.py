"""A small open conformance kit: worked cases that any program of statistical process control can be held against.

The cases are JSON with published or hand-checkable figures; README.md beside this file says what they hold and how
another program takes part. `python -m measures.spc.conformance` holds this engine against them.
"""

from measures.spc.conformance.compare import differences
from measures.spc.conformance.kit import Case, all_cases

__all__ = ["Case", "all_cases", "differences"]
