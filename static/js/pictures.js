/* A chart as a picture for slides and papers: [data-picture="chart's id"] draws it once more, on white, with its title, and
   hands it over as a file. Nothing leaves the browser. A picture goes by a data: address, as the policy of our pages asks. */
(() => {
  "use strict";
  const WIDTH = 960;
  const HEIGHT = 540; // a slide's shape
  const SHARP = 2;
  const LETTERS = 13;
  const plain = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;"); // Plotly reads tags

  const onWhite = (holder) => {
    const root = document.documentElement;
    const theme = root.dataset.bsTheme;
    root.dataset.bsTheme = "light";
    const figure = holder.dressed(WIDTH);
    root.dataset.bsTheme = theme;
    const { xaxis } = holder.querySelector(".chart-plot")._fullLayout; // a stretch that was zoomed into stays
    if (xaxis.autorange === false) figure.layout.xaxis = { ...figure.layout.xaxis, range: xaxis.range, autorange: false };
    return figure;
  };

  const titled = ({ data, layout }, { title, subtitle }) => {
    const ink = "#18272e";
    const margin = layout.margin;
    const words = {
      text: plain(title), x: 0.02, xanchor: "left", y: 0.97, yanchor: "top", font: { size: 20, weight: 700, color: ink },
      ...(subtitle ? { subtitle: { text: plain(subtitle), font: { size: 14, color: ink } } } : {}),
    };
    return {
      data,
      layout: {
        ...layout, width: WIDTH, height: HEIGHT, autosize: false, paper_bgcolor: "#fff", plot_bgcolor: "#fff", title: words, font: { ...layout.font, size: 14 },
        margin: { ...margin, t: (subtitle ? 84 : 48) + margin.t, r: Math.max(margin.r, window.chartLabels.room(layout, WIDTH, layout.font.family, LETTERS), 28), l: Math.max(margin.l, 60), b: Math.max(margin.b, 52) },
      },
    };
  };

  /* Drawn where nobody sees it, so that the words at its lines are put where a picture has room for them. */
  const svgOf = async (figure) => {
    const easel = document.createElement("div");
    Object.assign(easel.style, { position: "fixed", left: "-10000px", top: "0", width: `${WIDTH}px`, height: `${HEIGHT}px` });
    document.body.append(easel);
    try {
      await window.Plotly.newPlot(easel, figure.data, { ...figure.layout }, { staticPlot: true });
      await window.chartLabels.place(easel, figure.layout, LETTERS);
      const address = await window.Plotly.toImage(easel, { format: "svg", width: WIDTH, height: HEIGHT });
      return decodeURIComponent(address.slice(address.indexOf(",") + 1));
    } finally {
      window.Plotly.purge(easel);
      easel.remove();
    }
  };

  const hand = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };

  const painted = (address) => new Promise((done, failed) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = WIDTH * SHARP;
      canvas.height = HEIGHT * SHARP;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("Nothing was painted."))), "image/png");
    };
    image.onerror = failed;
    image.src = address;
  });

  const take = async (button) => {
    const holder = document.querySelector(`[data-chart="${CSS.escape(button.dataset.picture)}"]`);
    const svg = await svgOf(titled(onWhite(holder), button.dataset));
    if (button.dataset.format === "svg") hand(new Blob([svg], { type: "image/svg+xml" }), `${button.dataset.name}.svg`);
    else hand(await painted(`data:image/svg+xml,${encodeURIComponent(svg)}`), `${button.dataset.name}.png`);
  };

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-picture], [data-print]") : null;
    if (!button) return;
    if (button.dataset.print !== undefined) { window.print(); return; }
    button.disabled = true;
    take(button)
      .catch(() => window.redesign?.toast("The picture could not be made here. Print the page instead.", "bad"))
      .finally(() => { button.disabled = false; });
  });

  const show = (root) => root.querySelectorAll?.("[data-picture], [data-print]").forEach((button) => { button.hidden = !window.Plotly && button.dataset.print === undefined; });
  show(document.body);
  document.body.addEventListener("htmx:load", (event) => show(event.detail.elt));
})();
