/* What is written at the lines and marks of a chart, put where there is room for it: the values of centre line, limits and
   target at their right ends, apart from one another; letters that would touch become one note; a phase says as much as
   fits before the next. The figure says what there is (layout.meta.levels, notes named "happened" and "phase"). */
(() => {
  "use strict";
  const NARROW = 640; // dots: below, a name stands above its value
  const SIZE = 12;
  const pen = document.createElement("canvas").getContext("2d");
  const wide = (text, size, family) => { pen.font = `${size}px ${family || "sans-serif"}`; return pen.measureText(text).width; };

  const isNarrow = (width) => width < NARROW;
  const levelsOf = (layout) => layout.meta?.levels ?? [];
  const lines = (level, narrow) => (narrow ? [level.short, level.text] : [`${level.name}\u2002${level.text}`]);

  /* The margin that the values at the right end take. */
  const room = (layout, width, family, size = SIZE) => {
    const all = levelsOf(layout).flatMap((level) => lines(level, isNarrow(width)));
    return all.length ? Math.ceil(Math.max(...all.map((line) => wide(line, size, family))) * 1.06 + 16) : 0;
  };

  /* Places near those that are wanted, in order, at least so far apart, from `first` to `last`: the least squares. */
  const spread = (wanted, gap, first, last) => {
    const blocks = [];
    const mean = (block) => block.sum / block.count;
    wanted.forEach((at, place) => {
      blocks.push({ sum: at - place * gap, count: 1 });
      while (blocks.length > 1 && mean(blocks.at(-2)) > mean(blocks.at(-1))) {
        const after = blocks.pop();
        blocks.at(-1).sum += after.sum;
        blocks.at(-1).count += after.count;
      }
    });
    const highest = last - (wanted.length - 1) * gap;
    return blocks.flatMap((block) => Array(block.count).fill(Math.max(first, Math.min(mean(block), highest)))).map((at, place) => at + place * gap);
  };

  /* Name and value are notes of their own: bold within a text would take an inline style, which our pages forbid. */
  const atTheEnds = (layout, { yaxis, width, family }, size) => {
    const narrow = isNarrow(width);
    const gap = size * (narrow ? 2.35 : 1.3);
    const levels = [...levelsOf(layout)].sort((one, other) => other.y - one.y);
    const places = spread(levels.map((level) => yaxis.d2p(level.y)), gap, 0, yaxis._length);
    const [low, high] = yaxis.domain;
    return levels.flatMap((level, index) => {
      const y = high - (places[index] / yaxis._length) * (high - low);
      const note = { name: "level", xref: "paper", yref: "paper", x: 1, y, xanchor: "left", yanchor: "middle", xshift: 4, showarrow: false };
      const font = { size: narrow ? size - 1 : size, color: level.colour };
      const across = narrow ? { yshift: -size * 0.5 } : { xshift: 4 + wide(`${level.name}\u2002`, size, family) };
      return [
        { ...note, font, text: narrow ? level.short : level.name, ...(narrow ? { yshift: size * 0.5 } : {}) },
        { ...note, font: { ...font, weight: 700 }, text: level.text, ...across },
      ];
    });
  };

  /* Letters follow one another in time: those that would touch become "B–D", and say all that they stand for. */
  const together = (notes, { xaxis }, size) => {
    const groups = [];
    const here = notes.map((note) => ({ note, at: xaxis.r2p(note.x) })).filter(({ at }) => at >= -1 && at <= xaxis._length + 1);
    for (const each of here.sort((one, other) => one.at - other.at)) {
      const before = groups.at(-1);
      const middle = before && (before[0].at + before.at(-1).at) / 2;
      const reach = before && (before.length > 1 ? size * 1.3 : size * 0.5) + size * 0.5;
      if (before && each.at - middle < reach) before.push(each);
      else groups.push([each]);
    }
    return groups.map((group) => {
      const [first, last] = [group[0], group.at(-1)];
      if (first === last) return first.note;
      return {
        ...first.note, xshift: (last.at - first.at) / 2, text: `${first.note.text}–${last.note.text}`,
        hovertext: group.map(({ note }) => note.hovertext).join("<br>"),
      };
    });
  };

  const fitting = (notes, { xaxis, right, family }, size) => {
    const begun = notes.map((note) => ({ note, at: xaxis.r2p(note.x) })).sort((one, other) => one.at - other.at);
    return begun.flatMap(({ note, at }, index) => {
      const from = Math.max(at, 0);
      const until = begun[index + 1]?.at ?? xaxis._length + right;
      if (until <= 0 || from >= xaxis._length) return [];
      const short = note.text.split(" · ")[0];
      const texts = [note.text, short, short.replace(/^\D+/, "")];
      const text = texts.find((each) => wide(each, size, family) <= until - from - 4) ?? texts.at(-1);
      return [{ ...note, text, xref: "paper", x: from / xaxis._length, xanchor: "left" }];
    });
  };

  /* Write at the chart as it is drawn now. `layout` is the one that it was drawn with, all notes in it. */
  const place = (plot, layout, size = SIZE) => {
    const { xaxis, yaxis, width, margin } = plot._fullLayout;
    const facts = { xaxis, yaxis, width, right: margin.r, family: layout.font?.family };
    const named = (name) => (layout.annotations ?? []).filter((note) => note.name === name);
    const others = (layout.annotations ?? []).filter((note) => note.name !== "happened" && note.name !== "phase");
    const annotations = [...others, ...together(named("happened"), facts, size), ...fitting(named("phase"), facts, size), ...atTheEnds(layout, facts, size)];
    return annotations.length ? window.Plotly.relayout(plot, { annotations }) : Promise.resolve();
  };

  const named = (layout, trace) => levelsOf(layout).some((level) => level.lines.includes(trace.name));

  window.chartLabels = { isNarrow, named, place, room };
})();
