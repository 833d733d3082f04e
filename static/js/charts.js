/* Charts: a holder [data-chart] carries its figure as JSON. Colours are names of tokens, filled in here from the theme
   in force; with the arrow keys one walks from point to point, and each point is said in a sentence. */
(() => {
  "use strict";
  const CONFIG = { displayModeBar: false, displaylogo: false, responsive: true, scrollZoom: false, doubleClick: "reset", showTips: false };

  const DATES = [ // days before months, as they are said
    { dtickrange: [null, 86399999], value: "%H:%M\n%-d %b" },
    { dtickrange: [86400000, 2419199999], value: "%-d %b\n%Y" },
    { dtickrange: [2419200000, "M12"], value: "%b\n%Y" },
    { dtickrange: ["M12", null], value: "%Y" },
  ];

  const COMPACT = { entrywidth: 82, xref: "container", x: 0 }; // two to a row of a phone

  const FINE = window.matchMedia("(hover: hover) and (pointer: fine)");

  const tokens = () => {
    const style = getComputedStyle(document.documentElement);
    const seen = new Map();
    return (name) => {
      if (!seen.has(name)) seen.set(name, style.getPropertyValue(name).trim());
      return seen.get(name);
    };
  };
  const filled = (value, token) => {
    if (typeof value === "string") return value.startsWith("var(--") ? token(value.slice(4, -1)) || value : value;
    if (Array.isArray(value)) return value.map((each) => filled(each, token));
    if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each, token)]));
    return value;
  };

  const smaller = (trace) => (typeof trace.marker?.size === "number" ? { ...trace, marker: { ...trace.marker, size: trace.marker.size * 0.7 } } : trace);

  const dressed = (figure, width) => {
    const token = tokens();
    const { data: traces, layout = {} } = filled(figure, token);
    const labels = window.chartLabels;
    const sized = width < 480 ? traces.map(smaller) : traces;
    const data = sized.map((trace) => (labels.named(layout, trace) ? { ...trace, showlegend: false } : trace));
    const family = token("--sans");
    const margin = { t: 24, r: 16, b: 40, l: 48, ...layout.margin };
    const axis = (key, own = {}) => ({
      gridcolor: token("--hairline"), linecolor: token("--line"), zerolinecolor: token("--hairline"), tickcolor: token("--line"),
      automargin: true, fixedrange: true, ...(key.startsWith("y") ? { exponentformat: "none", separatethousands: true } : own.tickformat ? {} : { tickformatstops: DATES }), ...own,
    });
    return {
      data,
      layout: {
        paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", showlegend: false,
        hovermode: "closest", dragmode: false, autosize: true,
        hoverlabel: { bgcolor: token("--ink"), bordercolor: token("--ink"), font: { color: token("--paper"), family, size: 13 } },
        ...layout,
        ...(width < 480 && layout.legend ? { legend: { ...layout.legend, ...COMPACT, font: { ...layout.legend.font, size: 11 } } } : {}),
        margin: { ...margin, r: Math.max(margin.r, labels.room(layout, width, family)) },
        font: { family, size: 12.5, color: token("--ink-2"), ...layout.font },
        ...(layout.meta?.zoom && FINE.matches ? { dragmode: "zoom" } : {}),
        ...Object.fromEntries(Object.keys({ xaxis: 1, yaxis: 1, ...layout }).filter((key) => /^[xy]axis\d*$/.test(key)).map((key) => [key, axis(key, key === "xaxis" && layout.meta?.zoom ? { fixedrange: false, ...layout[key] } : layout[key])])),
      },
    };
  };

  const PAPER_WIDTH = 680; // what A4 has between the margins of print.css, at 96 dots an inch
  let onPaper = false;

  const sentence = (figure, place, value) => {
    const own = figure.layout?.meta?.sentences?.[place];
    return own || `${figure.data[0].x?.[place] ?? place + 1}: ${value ?? "no value"}`;
  };

  /* Below a chart that one may work on: the point that was chosen, and the way to where it is mended or entered. */
  const worked = (holder, plot, figure) => {
    const work = figure.layout?.meta?.work;
    const place = holder.querySelector(".chart-at");
    if (!work || !place) return () => {};
    const [words, link] = [place.querySelector("span"), place.querySelector("a")];
    const choose = (day, told) => {
      const key = work.points[day];
      place.hidden = key === undefined;
      if (place.hidden) return;
      words.textContent = told;
      link.href = key ? work.mend.replace("/0/", `/${key}/`) : `${work.enter}?period=${day}`;
      link.textContent = key ? link.dataset.mend : link.dataset.enter;
    };
    const at = figure.layout.meta.walk ?? 0;
    plot.setAttribute("aria-label", `${plot.getAttribute("aria-label")} Enter opens the point.`);
    plot.addEventListener("keydown", (event) => { if (event.key === "Enter" && !place.hidden) link.click(); });
    plot.on("plotly_click", (event) => {
      const day = figure.data[event.points[0].curveNumber]?.x?.[event.points[0].pointNumber];
      const found = (figure.data[at].x || []).indexOf(day);
      choose(day, found < 0 ? "A ghosted point." : sentence(figure, found, figure.data[at].y[found]));
    });
    return choose;
  };

  const walk = (holder, plot, figure) => {
    const voice = holder.querySelector(".chart-voice");
    const choose = worked(holder, plot, figure);
    const line = figure.data[figure.layout?.meta?.walk ?? 0] || {};
    const values = line.y || [];
    let at = values.length;
    plot.addEventListener("keydown", (event) => {
      const moves = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: values.length - 1 };
      if (event.key === "Escape") { window.Plotly.Fx.unhover(plot); return; }
      if (!(event.key in moves) || !values.length) return;
      event.preventDefault();
      at = Math.min(Math.max(moves[event.key], 0), values.length - 1);
      voice.textContent = sentence(figure, at, values[at]);
      plot.dataset.at = line.x?.[at] ?? "";
      choose(line.x?.[at], voice.textContent);
      if (values[at] !== null) {
        window.Plotly.Fx.hover(plot, [{ curveNumber: figure.layout?.meta?.walk ?? 0, pointNumber: at }]);
      }
    });
    plot.addEventListener("blur", () => window.Plotly.Fx.unhover(plot));
  };

  /* Along time only: by buttons and keys (+, -, 0), with a mouse also by drawing over the stretch to be seen. The newest
     end stays, or the point that one has walked to. */
  const zoomed = (holder, plot) => {
    const tools = holder.querySelector(".chart-zoom");
    if (!tools) return;
    tools.hidden = false;
    const whole = () => window.Plotly.relayout(plot, { "xaxis.autorange": true });
    const by = (factor) => {
      const axis = plot._fullLayout.xaxis;
      const [from, to] = axis.range.map(axis.r2l);
      const at = plot.dataset.at ? axis.d2l(plot.dataset.at) : to;
      const [before, after] = at >= from && at <= to ? [at - from, to - at] : [(to - from) / 2, (to - from) / 2];
      const range = [at - before * factor, at + after * factor].map(axis.l2r);
      window.Plotly.relayout(plot, { "xaxis.range": range });
    };
    const deeds = { in: () => by(0.5), out: () => by(2), all: whole };
    const keys = { "+": deeds.in, "=": deeds.in, "-": deeds.out, 0: deeds.all };
    tools.addEventListener("click", (event) => deeds[event.target.closest("[data-zoom]")?.dataset.zoom]?.());
    plot.addEventListener("keydown", (event) => { if (event.key in keys && !event.ctrlKey && !event.metaKey) { event.preventDefault(); keys[event.key](); } });
  };

  const draw = (holder) => {
    const source = holder.querySelector("script[type='application/json'], template[data-json]");
    const plot = holder.querySelector(".chart-plot");
    if (!source || !plot || !window.Plotly || holder.dataset.drawn) return;
    const figure = JSON.parse(source.content?.textContent ?? source.textContent);
    holder.dataset.drawn = "yes";
    holder.dressed = (width) => dressed(figure, width);
    let drawn = holder.dressed(plot.clientWidth);
    let room = "";
    const written = () => { // margins grow after the first drawing, so this is asked after each
      const { xaxis, yaxis } = plot._fullLayout;
      const now = [xaxis._length, xaxis.range, yaxis._length, yaxis.range].join(" ");
      if (now === room) return;
      room = now;
      window.chartLabels.place(plot, drawn.layout);
    };
    window.Plotly.newPlot(plot, drawn.data, { ...drawn.layout }, CONFIG).then(written); // it keeps, and changes, what it is given
    plot.on("plotly_afterplot", written);
    walk(holder, plot, figure);
    zoomed(holder, plot);
    holder.redraw = () => {
      const width = onPaper ? Math.min(PAPER_WIDTH, plot.clientWidth) : plot.clientWidth;
      drawn = holder.dressed(width);
      if (onPaper) Object.assign(drawn.layout, { autosize: false, width, height: plot.clientHeight });
      room = "";
      window.Plotly.react(plot, drawn.data, { ...drawn.layout }, CONFIG);
      written(); // paper does not wait
    };
    let narrow = window.chartLabels.isNarrow(plot.clientWidth);
    plot.on("plotly_relayout", () => { // turned, or made wider or narrower
      const now = window.chartLabels.isNarrow(plot.clientWidth);
      if (now === narrow || onPaper) return;
      narrow = now;
      holder.redraw();
    });
  };

  const begin = (root) => {
    if (root.matches?.("[data-chart]")) draw(root);
    root.querySelectorAll?.("[data-chart]").forEach(draw);
  };
  const all = () => document.querySelectorAll("[data-chart][data-drawn]");
  /* htmx lets no script through, and takes figures for scripts: in what arrives, they travel as templates. */
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const answer = event.detail.serverResponse;
    if (typeof answer !== "string") return;
    event.detail.serverResponse = answer.replace(/<script id="([\w-]+)" type="application\/json">([^<]*)<\/script>/g, '<template data-json="$1">$2</template>');
  });
  begin(document.body);
  document.body.addEventListener("htmx:load", (event) => begin(event.detail.elt));
  document.addEventListener("theme", () => redrawAll());

  /* Paper is light and narrow, whatever the screen is; the chart must fit it before the page is laid out on it. */
  const redrawAll = () => all().forEach((holder) => holder.redraw?.());
  const root = document.documentElement;
  let theme = null;
  window.addEventListener("beforeprint", () => { theme ??= root.dataset.bsTheme; root.dataset.bsTheme = "light"; onPaper = true; redrawAll(); });
  window.addEventListener("afterprint", () => { if (theme) root.dataset.bsTheme = theme; theme = null; onPaper = false; redrawAll(); });
  window.matchMedia("print").addEventListener("change", redrawAll);
})();
