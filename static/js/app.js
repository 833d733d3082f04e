/* Behaviour of every page, hung on data attributes: search key, theme, menus, dialogs, confirming, toasts, and what
   happens when the server is away. Everything here has a way without JavaScript. */
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const closest = (event, selector) => (event.target instanceof Element ? event.target.closest(selector) : null);

  /* -- Saying things ---------------------------------------------------------------------------------------------- */
  const say = (text) => {
    const place = byId("said");
    if (!place) return;
    place.textContent = "";
    setTimeout(() => { place.textContent = text; }, 60);
  };

  const letGo = (note) => setTimeout(() => {
    if (!note.matches(":hover, :focus-within")) note.remove(); else letGo(note);
  }, Math.max(5000, note.textContent.length * 90));

  const toast = (text, tone = "good") => {
    const note = document.createElement("div");
    note.className = `toast-note toast-${tone}`;
    note.dataset.toast = "";
    const words = document.createElement("span");
    words.textContent = text;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "icon-button";
    close.dataset.dismiss = "";
    close.setAttribute("aria-label", "Dismiss");
    close.textContent = "×";
    note.append(words, close);
    byId("toasts")?.append(note);
    if (tone === "good") letGo(note);
  };
  document.querySelectorAll("[data-toast]:not(.toast-error, .toast-warning)").forEach(letGo);
  document.body.addEventListener("toast", (event) => toast(event.detail.text, event.detail.tone));
  window.redesign = { say, toast };

  /* -- Keys ------------------------------------------------------------------------------------------------------- */
  document.addEventListener("keydown", (event) => {
    const typing = closest(event, "input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = byId("search-all");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
    if (event.key === "Escape") {
      document.querySelectorAll("details.menu[open], details.more-menu[open]").forEach((menu) => {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
  });

  /* -- Where one is stands in sight, among tabs and steps that are pushed sideways --------------------------------- */
  document.querySelectorAll(".tabs [aria-current], .stepper-current").forEach((here) => {
    const box = here.closest(".tabs, .stepper");
    if (box.scrollWidth > box.clientWidth) box.scrollLeft = here.offsetLeft - (box.clientWidth - here.offsetWidth) / 2;
  });

  /* -- Theme ------------------------------------------------------------------------------------------------------ */
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const tellTheme = () => document.dispatchEvent(new CustomEvent("theme"));
  dark.addEventListener("change", tellTheme);
  document.addEventListener("submit", (event) => {
    const form = closest(event, "[data-theme-form]");
    const button = event.submitter;
    if (!form || !button || !window.htmx) return;
    event.preventDefault();
    document.documentElement.dataset.bsTheme = button.value;
    document.querySelectorAll("[data-theme-form] button").forEach((each) => {
      each.setAttribute("aria-pressed", String(each.value === button.value));
    });
    tellTheme();
    const body = new FormData(form);
    body.set("theme", button.value);
    fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => {});
  });

  /* -- Clicks ----------------------------------------------------------------------------------------------------- */
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open], details.more-menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    closest(event, "[data-dismiss]")?.closest("[data-toast]")?.remove();
    const close = closest(event, "[data-close]");
    if (close) close.closest("dialog")?.close();
    if (event.target instanceof HTMLDialogElement && event.target.open) {
      const box = event.target.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside && !event.target.querySelector("form[data-draft]")) event.target.close();
    }
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;

    const opener = closest(event, "[data-dialog]");
    const dialog = opener && byId(opener.dataset.dialog);
    if (dialog) { event.preventDefault(); dialog.showModal(); return; }

    const modal = closest(event, "a[data-modal]");
    if (modal && window.htmx) {
      event.preventDefault();
      openModal(modal.href);
      return;
    }
    const asker = closest(event, "a[data-confirm]");
    if (asker) { event.preventDefault(); ask(asker, (form) => { form.action = asker.href; return true; }); return; }

    const take = closest(event, "[data-take]");
    if (take) takeSaved(take);
    if (closest(event, "[data-retry]")) retry();
  });

  /* -- Dialogs that load a page's form ---------------------------------------------------------------------------- */
  const openModal = (url) => {
    const box = byId("modal");
    window.htmx.ajax("GET", url, { target: "#modal-body", swap: "innerHTML" }).then(() => {
      const title = box.querySelector("h1, h2");
      if (title) box.setAttribute("aria-label", title.textContent.trim());
      if (!box.open && byId("modal-body").childElementCount) box.showModal();
    });
  };
  document.body.addEventListener("closeModal", () => byId("modal")?.close());
  byId("modal")?.addEventListener("close", () => { byId("modal-body").replaceChildren(); });

  /* -- Asking before something is done ---------------------------------------------------------------------------- */
  let agreed = null;
  const ask = (about, onYes) => {
    const box = byId("ask");
    const form = box.querySelector("form");
    const ok = box.querySelector("[data-ok]");
    byId("ask-question").textContent = about.dataset.confirm;
    byId("ask-detail").textContent = about.dataset.confirmDetail || "";
    ok.textContent = about.dataset.confirmOk || "Yes, go on";
    ok.className = `btn btn-${about.dataset.confirmTone === "danger" ? "danger" : "primary"}`;
    agreed = onYes;
    box.showModal();
    box.querySelector("[data-close]").focus();
    form.onsubmit = (event) => { if (!agreed(form)) { event.preventDefault(); box.close(); } };
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.dataset.confirm || form.dataset.agreed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(form, () => {
      form.dataset.agreed = "yes";
      form.requestSubmit(event.submitter || undefined);
      delete form.dataset.agreed;
      return false;
    });
  }, true);

  /* -- A stale edit: take the saved text over --------------------------------------------------------------------- */
  const showTakers = (root) => root.querySelectorAll("[data-take]").forEach((button) => { button.hidden = !byId(button.dataset.take); });
  const takeSaved = (button) => {
    const control = byId(button.dataset.take);
    if (!control) return;
    if (control.type === "checkbox") control.checked = button.dataset.value === "on";
    else if (control.matches("fieldset, div")) control.querySelectorAll("input").forEach((each) => { each.checked = each.value === button.dataset.value; });
    else control.value = button.dataset.value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    const kept = document.querySelector(`[data-kept="${button.dataset.take}"]`);
    if (kept) kept.textContent = "Replaced by what is saved";
    say("Taken over into the form.");
    button.disabled = true;
  };

  /* -- On a phone, filters fold behind a button; the search box stays ---------------------------------------------- */
  const foldFilters = (root) => root.querySelectorAll?.(".filter-bar:not(.folds, .is-live)").forEach((bar) => {
    if (window.htmx && bar.getAttribute("hx-trigger")?.includes("change")) bar.classList.add("is-live"); // it answers by itself
    if (bar.querySelectorAll(":scope > .field").length > 2 && bar.querySelector("input[type='search']")) bar.classList.add("folds");
  });
  document.addEventListener("click", (event) => {
    const toggle = closest(event, "[data-filter-toggle]");
    if (!toggle) return;
    const open = toggle.closest(".filter-bar").classList.toggle("is-open");
    toggle.setAttribute("aria-expanded", String(open));
  });

  /* -- Errors take the focus -------------------------------------------------------------------------------------- */
  const look = (root) => {
    root.querySelector?.("[data-focus]")?.focus();
    const words = root.matches?.("[data-announce]") ? root : root.querySelector?.("[data-announce]");
    if (words && look.ready) say(words.textContent.trim());
    showTakers(root);
    foldFilters(root);
  };
  look(document.body);
  look.ready = true;

  /* -- htmx: errors, and a server that is away -------------------------------------------------------------------- */
  let failed = null;
  const away = () => byId("offline")?.removeAttribute("hidden");
  const back = () => { byId("offline")?.setAttribute("hidden", ""); failed = null; };
  const retry = () => {
    if (!failed) { window.location.reload(); return; }
    const { element, verb, path } = failed;
    if (element instanceof HTMLFormElement) element.requestSubmit();
    else if (window.htmx) window.htmx.ajax(verb.toUpperCase(), path, { source: element });
  };
  const remember = (event) => {
    const { elt, requestConfig } = event.detail;
    if (elt.closest("[data-quiet]")) return;
    if (elt.classList.contains("arriving")) { elt.classList.add("is-broken"); return; }
    failed = { element: elt, verb: requestConfig?.verb || "get", path: requestConfig?.path || "" };
    away();
  };
  document.body.addEventListener("htmx:sendError", remember);
  document.body.addEventListener("htmx:timeout", remember);
  document.body.addEventListener("htmx:afterOnLoad", back);
  document.body.addEventListener("htmx:load", (event) => look(event.detail.elt));
  document.body.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    if (event.detail.elt.closest("[data-quiet]")) return;
    if (event.detail.elt.classList.contains("arriving")) { event.detail.elt.classList.add("is-broken"); return; }
    if (status === 502 || status === 503 || status === 504) { remember(event); return; }
    const words = {
      403: "You may not change this. Reload the page to see what has changed.",
      404: "This is not here any more. Reload the page.",
    }[status] || "Something went wrong on our side. What you typed is still here.";
    toast(words, "bad");
  });
  window.addEventListener("online", () => { if (failed) retry(); else back(); });
  window.addEventListener("offline", away);

  /* A plain form cannot be sent without a connection: the browser would throw the page away. */
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || navigator.onLine) return;
    event.preventDefault();
    failed = { element: event.target, verb: "post", path: "" };
    away();
    byId("offline")?.scrollIntoView({ block: "nearest" });
  });
})();
