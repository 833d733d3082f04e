/* Defining a measure: fields that name kinds of chart in [data-for-charts] are shown with those kinds. What is hidden keeps
   what was typed, and is sent still. */
(() => {
  "use strict";
  const show = (select) => {
    select.form.querySelectorAll("[data-for-charts]").forEach((part) => {
      const wanted = part.dataset.forCharts.split(" ").includes(select.value);
      part.hidden = !wanted && !part.querySelector(".has-error");
    });
  };
  const begin = (root) => root.querySelectorAll("select[data-chart-kind]").forEach(show);
  begin(document);
  document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
  document.addEventListener("input", (event) => { if (event.target.matches("select[data-chart-kind]")) show(event.target); });
})();
