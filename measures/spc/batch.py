"""Many series at once: the same figures as `analyse` gives one by one, in a hundredth of the time.

>>> import numpy as np
>>> from measures.spc.batch import Stack, analyse_stack
>>> found = analyse_stack(Stack.of_rows(np.array([[5.0, 6, 4, 7, 5, 6], [1.0, 2, 3, 4, 5, 6]])), chart="run")
>>> found.centre_now.tolist()
[5.5, 3.5]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from measures.spc.analysis import analyse, rules_called, shown
from measures.spc.icons import Assurance, Variation, assurance_of, readings_of, variation_of
from measures.spc.limits import CHARTS, Chart
from measures.spc.rules import RuleSet
from measures.spc.series import LARGEST, SMALLEST, BadSeries, Direction, Phase, Series, Target, target_at
from measures.spc.sheet import USUAL, Needs, Sheet
from measures.spc.signals import Signal
from measures.spc.stack import ALL, MULTIPLIER, Flat, Stretches, block_of, fault, faults, lacks, stretches_of

CELLS = 48_000
"""Cells of a block: what is worked on at once stays within a processor's cache, and memory within bounds."""


@dataclass(frozen=True, slots=True)
class Stack:
    """Many series of one kind, one after another in flat arrays; `lengths` says how many points each has.

    NaN is a missing number. `phases` names, by their place in the stack, those series that have any but one phase over
    all points. `directions`, `multipliers` and `targets` are one for all, or one for each series. All else is as in
    `Series`.
    """

    lengths: np.ndarray
    points: Flat
    phases: Mapping[int, Sequence[Phase]] = field(default_factory=dict)
    directions: Sequence[Direction] | Direction = Direction.NEUTRAL
    targets: Sequence[Target] | Target = None
    multipliers: np.ndarray | float = 1.0
    ordered: bool = True

    @classmethod
    def of_rows(
        cls,
        values: np.ndarray,
        denominators: np.ndarray | None = None,
        *,
        direction: Direction = Direction.NEUTRAL,
        multiplier: float = 1.0,
    ) -> Stack:
        """The rows of a matrix, one series each; nothing is copied."""
        rows, length = values.shape
        sizes = None if denominators is None else denominators.reshape(-1)
        return cls(np.full(rows, length), Flat(values.reshape(-1), sizes), directions=direction, multipliers=multiplier)

    @classmethod
    def of(cls, series: Sequence[Series], points: Sequence[Flat]) -> Stack:
        """Series, at least one, whose points are all of one make: with or without denominators, spreads, order."""
        return cls(
            lengths=np.array([len(each.values) for each in points]),
            points=_joined(points),
            phases={place: each.phases for place, each in enumerate(series) if each.phases != _WHOLE},
            directions=[each.direction for each in series],
            targets=[each.target for each in series],
            multipliers=np.array([each.multiplier for each in series], dtype=float),
            ordered=series[0].ordered,
        )


_WHOLE = (Phase(),)


def _joined(parts: Sequence[Flat]) -> Flat:
    def column(cells: Sequence[np.ndarray | None]) -> np.ndarray | None:
        found = [each for each in cells if each is not None]
        return np.concatenate(found) if found else None

    def flags(cells: Sequence[np.ndarray | None]) -> np.ndarray | None:
        if all(each is None for each in cells):
            return None
        return np.concatenate(
            [
                np.zeros(len(part.values), bool) if each is None else each
                for part, each in zip(parts, cells, strict=True)
            ]
        )

    return Flat(
        np.concatenate([part.values for part in parts]),
        column([part.sizes for part in parts]),
        column([part.spreads for part in parts]),
        flags([part.excluded for part in parts]),
        flags([part.marked for part in parts]),
    )


@dataclass(frozen=True, slots=True)
class Batch:
    """Many series, read: for each the state of its newest point, and for each point its value, centre and limits.

    `newest` is the place of each series' newest point that counts, -1 where there is none; `value_now`, `centre_now`,
    `lower_now` and `upper_now` are what holds at it and `centre_first` the centre at the first point, NaN where there
    is none. `signals` are all of them in the order of their points, `signal_at` the last point of any, -1 without one.
    `refused` holds by place the sentence why a series cannot be such a chart; nothing is said of it.
    `values`, `centre`, `lower` and `upper` hold one number for each point, series after series; `starts` says where
    each series begins.
    """

    starts: np.ndarray
    lengths: np.ndarray
    values: np.ndarray
    centre: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    newest: np.ndarray
    value_now: np.ndarray
    centre_now: np.ndarray
    lower_now: np.ndarray
    upper_now: np.ndarray
    centre_first: np.ndarray
    signal_at: np.ndarray
    variation: list[Variation]
    assurance: list[Assurance]
    signals: list[tuple[Signal, ...]]
    refused: dict[int, str]

    def __len__(self) -> int:
        return len(self.newest)

    def signals_now(self, place: int) -> list[Signal]:
        """The signals that reach this series' newest point."""
        return [signal for signal in self.signals[place] if signal.points[-1] == self.newest[place]]

    @property
    def rules_now(self) -> list[tuple[str, ...]]:
        """For each series the keys of the rules that fire at its newest point."""
        return [tuple(dict.fromkeys(each.rule for each in self.signals_now(place))) for place in range(len(self))]

    @classmethod
    def of_none(cls, lengths: np.ndarray) -> Batch:
        """Nothing known yet of series of these lengths."""
        count, points = len(lengths), int(lengths.sum())

        def nothing(size: int) -> np.ndarray:
            return np.full(size, np.nan)

        return cls(
            starts=np.cumsum(lengths) - lengths, lengths=lengths,
            values=nothing(points), centre=nothing(points), lower=nothing(points), upper=nothing(points),
            newest=np.full(count, -1), value_now=nothing(count), centre_now=nothing(count),
            lower_now=nothing(count), upper_now=nothing(count), centre_first=nothing(count),
            signal_at=np.full(count, -1), variation=[Variation.NOT_YET] * count, assurance=[Assurance.NONE] * count,
            signals=[()] * count, refused={},
        )  # fmt: skip


def analyse_many(
    series: Sequence[Series],
    *,
    chart: str | Sequence[str] = "run",
    rules: str | RuleSet | Sequence[str | RuleSet | None] | None = "anhoej",
    screen: bool | Sequence[bool] = False,
    needs: Needs = USUAL,
) -> Batch:
    """Read many series, each as a chart of its kind by its set of rules; one kind, set and screening stands for all.

    What `analyse` refuses is in `refused`, every other figure is the one that `analyse` gives.
    """
    count = len(series)
    charts = [chart] * count if isinstance(chart, str) else list(chart)
    sets = [rules] * count if rules is None or isinstance(rules, str | RuleSet) else list(rules)
    screens = [screen] * count if isinstance(screen, bool) else list(screen)
    found = Batch.of_none(np.array([len(each.values) for each in series], dtype=int))
    groups: dict[tuple[str, str | RuleSet | None, bool, bool, bool, bool], list[int]] = {}
    points: list[Flat] = []
    for place, each in enumerate(series):
        try:
            points.append(Flat.of(each))
        except BadSeries as why:
            points.append(_NOWHERE)
            found.refused[place] = str(why)
            continue
        if CHARTS[charts[place]].own_signal:
            _take(found, place, each, charts[place], sets[place], screens[place], needs)
            continue
        make = each.ordered, each.denominators is not None, each.spreads is not None
        groups.setdefault((charts[place], sets[place], screens[place], *make), []).append(place)
    for (key, chosen, screening, *_), places in groups.items():
        stack = Stack.of([series[place] for place in places], [points[place] for place in places])
        _Stacked(stack, CHARTS[key], rules_called(chosen), screening, needs, found, np.array(places)).read()
    return found


_NOWHERE = Flat(np.zeros(0))


def _take(
    found: Batch, place: int, series: Series, chart: str, rules: str | RuleSet | None, screen: bool, needs: Needs
) -> None:
    """A series of a kind that makes signals of its own, into the batch from its analysis."""
    try:
        one = analyse(series, chart=chart, rules=rules, screen=screen, needs=needs)
    except BadSeries as why:
        found.refused[place] = str(why)
        return
    start = int(found.starts[place])
    for kept, line in (
        (found.values, one.values),
        (found.centre, one.centre),
        (found.lower, one.lower),
        (found.upper, one.upper),
    ):
        kept[start : start + len(line)] = np.array(line, dtype=float)
    found.centre_first[place] = np.nan if not one.centre or one.centre[0] is None else one.centre[0]
    found.variation[place], found.assurance[place] = one.variation, one.assurance
    found.signals[place] = one.signals
    found.signal_at[place] = max((signal.points[-1] for signal in one.signals), default=-1)
    if one.newest is None:
        return
    found.newest[place] = one.newest
    at = start + one.newest
    found.value_now[place], found.centre_now[place] = found.values[at], found.centre[at]
    found.lower_now[place], found.upper_now[place] = found.lower[at], found.upper[at]


def analyse_stack(
    stack: Stack,
    *,
    chart: str = "run",
    rules: str | RuleSet | None = "anhoej",
    screen: bool = False,
    needs: Needs = USUAL,
) -> Batch:
    """Read a stack as charts of this kind by this set of rules: arrays in, arrays out.

    Kinds that make signals of their own (CUSUM) are read as series, by `analyse_many`.
    """
    if CHARTS[chart].own_signal:
        raise ValueError(f"A {CHARTS[chart].label} is read series by series.")
    found = Batch.of_none(np.asarray(stack.lengths))
    _Stacked(stack, CHARTS[chart], rules_called(rules), screen, needs, found, np.arange(len(found))).read()
    return found


class _Stacked:
    """Reads a stack, block by block, into a batch; `places` says where in the batch each of its series stands."""

    def __init__(
        self, stack: Stack, kind: Chart, rules: RuleSet, screen: bool, needs: Needs, found: Batch, places: np.ndarray
    ):
        self.stack, self.kind, self.rules, self.screen, self.needs = stack, kind, rules, screen, needs
        self.found, self.places = found, places
        self.starts = np.cumsum(stack.lengths) - stack.lengths
        count = len(stack.lengths)
        self.multipliers = np.broadcast_to(np.asarray(stack.multipliers, dtype=float), count)
        directions, targets = stack.directions, stack.targets
        self.directions = [directions] * count if isinstance(directions, Direction) else directions
        one = targets is None or isinstance(targets, int | float)
        self.targets: Sequence[Target] = [targets] * count if one else targets  # type: ignore[assignment, list-item]  # one for all is no sequence

    def read(self) -> None:
        """All of it."""
        good = np.ones(len(self.places), dtype=bool)
        for place, why in self._refused().items():
            self.found.refused[int(self.places[place])] = why
            good[place] = False
        members = np.flatnonzero(good & (self.stack.lengths > 0))
        for chosen, rows, of in self._blocks(members):
            self._read_some(chosen, rows, of)

    def _refused(self) -> dict[int, str]:
        """By place in the stack, why a series cannot be such a chart: its first fault of the first kind."""
        flat = self.stack.points
        some = self.stack.lengths > 0  # of no points nothing is said
        good = (self.multipliers >= SMALLEST) & (self.multipliers <= LARGEST)
        found = dict.fromkeys(np.flatnonzero(some & ~good).tolist(), MULTIPLIER)
        if lacking := lacks(self.kind, flat):
            return dict.fromkeys(np.flatnonzero(some & good).tolist(), lacking) | found
        for wrong, why in faults(self.kind, flat):
            for index in np.flatnonzero(wrong).tolist():
                place = int(np.searchsorted(self.starts, index, side="right")) - 1
                found.setdefault(place, fault(index - int(self.starts[place]), why))
        return found

    def _blocks(self, members: np.ndarray) -> Iterator[tuple[np.ndarray, Stretches, np.ndarray]]:
        """Series whose stretches make one block, these stretches, and of each its series' number among them.

        Series of like length come together, so that little is padding.
        """
        lengths, starts = self.stack.lengths, self.starts
        phased = {
            place: stretches_of(self.stack.phases[place], int(lengths[place]), float(self.multipliers[place]))
            for place in self.stack.phases.keys() & set(members.tolist())
        }
        counts, widths = np.ones(len(lengths), dtype=int), lengths.copy()
        for place, parts in phased.items():
            counts[place], widths[place] = len(parts), max(part[1] for part in parts)
        ordered = members[np.argsort(widths[members], kind="stable")]
        first = 0
        while first < len(ordered):
            following = ordered[first : first + CELLS]
            cells = np.cumsum(counts[following]) * widths[following]
            last = first + max(1, int(np.searchsorted(cells, CELLS, side="right")))
            chosen = ordered[first:last]
            of = np.repeat(np.arange(len(chosen)), counts[chosen])
            rows = Stretches(starts[chosen][of], lengths[chosen][of], np.full(len(of), ALL), np.full(len(of), np.nan))
            for number in np.flatnonzero([place in phased for place in chosen.tolist()]).tolist() if phased else ():
                mine = np.flatnonzero(of == number)
                begin, count, learn, centre = zip(*phased[int(chosen[number])], strict=True)
                rows.begin[mine] += begin
                rows.count[mine], rows.learn[mine], rows.centre[mine] = count, learn, centre
            yield chosen, rows, of
            first = last

    def _read_some(self, chosen: np.ndarray, rows: Stretches, of: np.ndarray) -> None:
        """One block into the batch."""
        block = block_of(self.kind, self.stack.points, rows, ordered=self.stack.ordered, screen=self.screen)
        sheet = Sheet(block, self.kind, self.rules, self.needs)
        lines = self._lines(sheet, self.multipliers[chosen][of][:, None])
        self._keep_lines(lines, block.inside, chosen, rows, of)
        offset = rows.begin - self.starts[chosen][of]
        phases = np.bincount(of, minlength=len(chosen))
        last = np.cumsum(phases) - 1
        first = last + 1 - phases
        current = self._keep_now(sheet, lines, self.places[chosen], of, offset)
        self.found.centre_first[self.places[chosen]] = lines[1][first, 0]
        self._tell(sheet, chosen, of, offset, first)
        self._icons(chosen[(current == last) & (sheet.counted[last] >= self.needs.icons)])

    def _keep_now(
        self, sheet: Sheet, lines: Sequence[np.ndarray], at: np.ndarray, of: np.ndarray, offset: np.ndarray
    ) -> np.ndarray:
        """What holds at each series' newest point; answers with the row it is in, -1 where no point counts."""
        current = np.full(len(at), -1)
        counting = np.flatnonzero(sheet.newest >= 0)
        current[of[counting]] = counting  # of several rows of a series the last is what stays
        has = np.flatnonzero(current >= 0)
        row, column = current[has], sheet.newest[current[has]]
        found = self.found
        found.newest[at[has]] = offset[row] + column
        kept = found.value_now, found.centre_now, found.lower_now, found.upper_now
        for numbers, cells in zip(kept, lines, strict=True):
            numbers[at[has]] = cells[row, 0 if cells.shape[1] == 1 else column]
        return current

    def _lines(self, sheet: Sheet, multiplier: np.ndarray) -> list[np.ndarray]:
        """Value, centre, lower and upper limit as shown, for each point of each row or as a column where level."""
        nothing = np.full((len(multiplier), 1), np.nan)
        limits = (nothing, nothing)
        if self.kind.has_limits:
            enough = sheet.enough[:, None]
            limits = tuple(np.where(enough, limit, np.nan) for limit in sheet.limits(3))  # type: ignore[assignment]  # two of them
        return [cells * multiplier for cells in (sheet.levels.y, sheet.levels.centre, *limits)]

    def _keep_lines(
        self, lines: Sequence[np.ndarray], inside: np.ndarray, chosen: np.ndarray, rows: Stretches, of: np.ndarray
    ) -> None:
        """The lines of a block, point by point, where the batch has them."""
        into = self.found.starts[self.places[chosen]][of] + rows.begin - self.starts[chosen][of]
        kept = (self.found.values, self.found.centre, self.found.lower, self.found.upper)
        width = inside.shape[1]
        if (rows.count == width).all() and (np.diff(into) == width).all():
            for target, cells in zip(kept, lines, strict=True):
                target[into[0] : into[0] + inside.size].reshape(inside.shape)[:] = cells
            return
        where = (into[:, None] + np.arange(width))[inside]
        for target, cells in zip(kept, lines, strict=True):
            target[where] = np.broadcast_to(cells, inside.shape)[inside]

    def _tell(self, sheet: Sheet, chosen: np.ndarray, of: np.ndarray, offset: np.ndarray, first: np.ndarray) -> None:
        """The signals of every row in which the rules found any."""
        told = np.zeros(len(of), dtype=bool)
        for _, patterns in sheet.found:
            told |= patterns.group.any(axis=1)
        for row in np.flatnonzero(told).tolist():
            number = int(of[row])
            here = int(chosen[number])
            place, phase = int(self.places[here]), row - int(first[number])
            signals = sheet.signals(row, phase=phase, start=int(offset[row]), direction=self.directions[here])
            self.found.signals[place] += tuple(signals)
            latest = max(signal.points[-1] for signal in signals)
            self.found.signal_at[place] = max(latest, int(self.found.signal_at[place]))

    def _icons(self, ready: np.ndarray) -> None:
        """Both icons of the series that have points enough, by the functions that read a single series."""
        found = self.found
        for here in ready.tolist():
            place, target = int(self.places[here]), self.targets[here]
            value, centre, lower, upper = (
                shown(float(cells[place]))
                for cells in (found.value_now, found.centre_now, found.lower_now, found.upper_now)
            )
            signals = found.signals_now(place) if found.signals[place] else []
            found.variation[place] = variation_of(readings_of(signals, value, centre)) if signals else Variation.COMMON
            if target is not None:
                in_force = target_at(target, int(found.newest[place]))
                found.assurance[place] = assurance_of(in_force, lower, upper, self.directions[here])
