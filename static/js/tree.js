/* The tree of systems: branches fold, arrow keys walk, and what was folded stays so for this visit. */
(() => {
  "use strict";
  const KEPT = "folded-branches";
  const folded = new Set(JSON.parse(sessionStorage.getItem(KEPT) || "[]"));

  const shut = (button, yes) => {
    const branch = document.getElementById(button.getAttribute("aria-controls"));
    if (!branch) return;
    button.setAttribute("aria-expanded", String(!yes));
    branch.hidden = yes;
  };

  const fold = (button, yes) => {
    shut(button, yes);
    const key = button.getAttribute("aria-controls");
    if (yes) folded.add(key);
    else folded.delete(key);
    sessionStorage.setItem(KEPT, JSON.stringify([...folded]));
  };

  const links = (tree) => [...tree.querySelectorAll(".tree-line > a")].filter((link) => link.offsetParent !== null);

  const walk = (event) => {
    const link = event.target.closest(".tree-line > a");
    if (!link || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const seen = links(event.currentTarget);
    const at = seen.indexOf(link);
    const button = link.parentElement.querySelector("[data-tree-fold]");
    const open = button && button.getAttribute("aria-expanded") === "true";
    let to = null;
    if (event.key === "ArrowDown") to = seen[at + 1];
    else if (event.key === "ArrowUp") to = seen[at - 1];
    else if (event.key === "Home") to = seen[0];
    else if (event.key === "End") to = seen[seen.length - 1];
    else if (event.key === "ArrowRight") {
      if (button && !open) fold(button, false);
      else if (button) to = seen[at + 1];
    } else if (event.key === "ArrowLeft") {
      if (open) fold(button, true);
      else {
        const above = link.closest("ul").closest("li");
        to = above ? above.querySelector(".tree-line > a") : null;
      }
    } else return;
    event.preventDefault();
    if (to) to.focus();
  };

  htmx.onLoad((arrived) => {
    const trees = arrived.matches("[data-tree]") ? [arrived] : htmx.findAll(arrived, "[data-tree]");
    for (const tree of trees) {
      for (const button of tree.querySelectorAll("[data-tree-fold]")) {
        button.hidden = false;
        if (folded.has(button.getAttribute("aria-controls")) && !tree.querySelector(".is-faint")) shut(button, true);
        button.addEventListener("click", () => fold(button, button.getAttribute("aria-expanded") === "true"));
      }
      tree.addEventListener("keydown", walk);
    }
  });
})();
