/* A chart as a picture for slides and papers: [data-picture="chart's id"] draws it once more, on white, with its title, and
   hands it over as a file. Nothing leaves the browser. A picture goes by a data: address, as the policy of our pages asks. */
(() => {
  "use strict";
  const WIDTH = 960;
  const HEIGHT = 540; // a slide's shape
  const SHARP = 2;
  const plain = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;"); // Plotly reads tags

  const onWhite = (holder) => {
    const root = document.documentElement;
    const theme = root.dataset.bsTheme;
    root.dataset.bsTheme = "light";
    holder.redraw();
    const { data, layout } = holder.querySelector(".chart-plot");
    const copy = JSON.parse(JSON.stringify({ data, layout }));
    root.dataset.bsTheme = theme;
    holder.redraw();
    return copy;
  };

  const titled = ({ data, layout }, { title, subtitle }) => {
    const ink = "#18272e";
    const margin = { ...layout.margin, t: subtitle ? 112 : 72, r: Math.max(layout.margin?.r ?? 0, 28), l: Math.max(layout.margin?.l ?? 0, 60), b: Math.max(layout.margin?.b ?? 0, 52) };
    const words = {
      text: plain(title), x: 0.02, xanchor: "left", y: 0.97, yanchor: "top", font: { size: 20, weight: 700, color: ink },
      ...(subtitle ? { subtitle: { text: plain(subtitle), font: { size: 14, color: ink } } } : {}),
    };
    return { data, layout: { ...layout, width: WIDTH, height: HEIGHT, autosize: false, paper_bgcolor: "#fff", plot_bgcolor: "#fff", margin, title: words, font: { ...layout.font, size: 14 } } };
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
    const drawn = titled(onWhite(holder), button.dataset);
    const address = await window.Plotly.toImage(drawn, { format: "svg", width: WIDTH, height: HEIGHT });
    const svg = decodeURIComponent(address.slice(address.indexOf(",") + 1));
    if (button.dataset.format === "svg") hand(new Blob([svg], { type: "image/svg+xml" }), `${button.dataset.name}.svg`);
    else hand(await painted(address), `${button.dataset.name}.png`);
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
