/* A grid of figures: arrow keys and Enter walk it, a block copied in a spreadsheet fills it. Without this file it is a
   plain table of fields, and works. */
(() => {
  "use strict";
  const rowsOf = (grid) => [...grid.querySelectorAll("tbody tr")];
  const cellsOf = (row, kind) => [...row.querySelectorAll("td")].map((cell) => cell.querySelector(`[data-kind="${kind}"]`));
  const placeOf = (grid, field) => {
    const row = field.closest("tr");
    return { row: rowsOf(grid).indexOf(row), column: [...row.querySelectorAll("td")].indexOf(field.closest("td")) };
  };
  const fieldsOf = (row) => [...row.querySelectorAll(".grid-input")];

  /* -- Walking ---------------------------------------------------------------------------------------------------- */
  const step = (grid, field, down, across) => {
    const rows = rowsOf(grid);
    const { row, column } = placeOf(grid, field);
    if (across) {
      const all = fieldsOf(rows[row]);
      return all[all.indexOf(field) + across];
    }
    for (let next = row + down; next >= 0 && next < rows.length; next += down) {
      const found = cellsOf(rows[next], field.dataset.kind)[column] || cellsOf(rows[next], "v")[column];
      if (found) return found;
    }
    return undefined;
  };

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || !field.matches("[data-grid] .grid-input") || event.altKey || event.ctrlKey || event.metaKey) return;
    const grid = field.closest("[data-grid]");
    const atStart = field.selectionStart === 0 && field.selectionEnd === 0;
    const atEnd = field.selectionStart === field.value.length;
    const all = field.selectionStart === 0 && field.selectionEnd === field.value.length;
    const moves = {
      ArrowDown: [1, 0], ArrowUp: [-1, 0], Enter: [event.shiftKey ? -1 : 1, 0],
      ArrowLeft: atStart || all ? [0, -1] : null, ArrowRight: atEnd || all ? [0, 1] : null,
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault(); // Enter would save half a grid
    const next = step(grid, field, ...move);
    if (next) { next.focus(); next.select(); }
  });

  /* -- Pasting ---------------------------------------------------------------------------------------------------- */
  const blockOf = (text) => text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
  const PAIR = /^\s*([^/]+?)\s*(?:\/|\bof\b)\s*(.+?)\s*$/;

  const put = (field, text) => {
    if (!field) return false;
    field.value = text.trim();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  };

  document.addEventListener("paste", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || !field.matches("[data-grid] .grid-input")) return;
    const text = event.clipboardData?.getData("text/plain") || "";
    const block = blockOf(text);
    if (block.length === 1 && block[0].length === 1 && !PAIR.test(text)) return; // one figure: as everywhere
    event.preventDefault();
    const grid = field.closest("[data-grid]");
    const rows = rowsOf(grid);
    const { row, column } = placeOf(grid, field);
    let done = 0;
    let lost = 0;
    block.forEach((line, down) => line.forEach((cell, across) => {
      const target = rows[row + down];
      const pair = PAIR.exec(cell);
      const denominator = target && cellsOf(target, "d")[column + across];
      if (pair && denominator) {
        put(cellsOf(target, "v")[column + across], pair[1]);
        put(denominator, pair[2]);
        done += 1;
      } else if (target && put(cellsOf(target, field.dataset.kind)[column + across], cell)) done += 1;
      else if (cell.trim()) lost += 1;
    }));
    const words = `${done} ${done === 1 ? "cell" : "cells"} pasted.${lost ? ` ${lost} had no place here.` : ""}`;
    if (lost) window.redesign?.toast(words, "warning"); else window.redesign?.say(words);
  });

  /* -- Cells that were typed into stand out until they are saved --------------------------------------------------- */
  document.addEventListener("input", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.matches("[data-grid] .grid-input")) {
      event.target.classList.toggle("is-new", event.target.value !== event.target.defaultValue);
    }
  });

  /* The newest periods are the ones wanted: where the box is narrower than the grid, it opens at its end, or where something is to be
     mended. */
  document.querySelectorAll(".grid-box").forEach((box) => {
    const wrong = box.querySelector(".is-invalid, .grid-question");
    box.scrollLeft = wrong ? wrong.closest("td").offsetLeft - box.querySelector("tbody th").offsetWidth - 8 : box.scrollWidth;
  });
})();
