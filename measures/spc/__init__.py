"""Statistical process control, pure: numbers in, frozen dataclasses out. No Django, no database, no clock.

>>> from measures.spc import Series, analyse
>>> analyse(Series([5, 6, 4, 7, 5, 6]), chart="run").centre[0]
5.5
"""

from measures.spc.analysis import analyse, with_phases
from measures.spc.batch import Batch, Stack, analyse_many, analyse_stack
from measures.spc.icons import Assurance, Meaning, Variation
from measures.spc.limits import CHARTS, Chart
from measures.spc.result import Analysis, LimitState, PhaseResult, Runs
from measures.spc.rules import RULE_SETS, Rule, RuleSet, default_rules, rule_set
from measures.spc.series import BadSeries, Direction, Grouped, Phase, Series, gather
from measures.spc.sheet import ANY_LENGTH, Needs
from measures.spc.signals import Signal

__all__ = [
    "ANY_LENGTH", "CHARTS", "RULE_SETS", "Analysis", "Assurance", "BadSeries", "Batch", "Chart", "Direction", "Grouped",
    "LimitState", "Meaning", "Needs", "Phase", "PhaseResult", "Rule", "RuleSet", "Runs", "Series", "Signal",
    "Stack", "Variation", "analyse", "analyse_many", "analyse_stack", "default_rules", "gather", "rule_set", "with_phases",
]  # fmt: skip
