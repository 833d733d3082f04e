/* What is typed into a form with data-draft="key" is kept: on the server a moment after typing stops, and on this
   device while the server is away. It comes back when the form is opened again, with a note and a way to discard it.
   What is sent stays on this device until a page of ours has answered it, so that a server which is away takes nothing along.
   With data-draft-here it is kept on this device alone, and until what was sent is seen to be saved: the choice that it was
   made for (its period) is not offered any more. */
(() => {
  "use strict";
  const url = document.body.dataset.draftUrl;
  const PAUSE = 1200;
  const place = (key) => `draft:${document.body.dataset.me || ""}:${key}`; // a device may be shared
  const skipped = new Set(["csrfmiddlewaretoken"]);
  const without = ({ version, ...fields }) => JSON.stringify(fields);

  const typed = (form) => {
    const fields = {};
    for (const control of form.elements) {
      if (!control.name || skipped.has(control.name) || control.closest("[data-no-draft]")) continue;
      if (["password", "file", "submit", "button"].includes(control.type)) continue;
      if (control.type === "hidden" && control.name !== "version") continue;
      if (control.type === "checkbox" || control.type === "radio") {
        fields[control.name] ??= [];
        if (control.checked) fields[control.name].push(control.value);
      } else if (control.multiple) {
        fields[control.name] = [...control.selectedOptions].map((option) => option.value);
      } else {
        fields[control.name] = control.value;
      }
    }
    return fields;
  };

  const putBack = (form, fields) => {
    for (const control of form.elements) {
      if (!(control.name in fields) || skipped.has(control.name)) continue;
      if (control.type === "hidden" && control.name !== "version") continue;
      const kept = fields[control.name];
      if (control.type === "checkbox" || control.type === "radio") control.checked = kept.includes(control.value);
      else if (control.multiple) for (const option of control.options) option.selected = kept.includes(option.value);
      else if (control.type !== "file" && control.type !== "submit") control.value = kept;
    }
    form.dispatchEvent(new CustomEvent("restored", { bubbles: true }));
  };

  const isSpent = (form, fields) => [...form.elements].some((control) =>
    control.tagName === "SELECT" && control.name in fields && ![...control.options].some((option) => option.value === fields[control.name]));

  const onDevice = {
    read: (key) => { try { return JSON.parse(localStorage.getItem(place(key))); } catch { return null; } },
    write: (key, fields, sent) => { try { localStorage.setItem(place(key), JSON.stringify({ fields, at: new Date().toISOString(), sent })); } catch { /* full or forbidden */ } },
    drop: (key) => { try { localStorage.removeItem(place(key)); } catch { /* forbidden */ } },
  };

  /* This page is the answer to what was sent when one came to it from the form, or from the page that held it to be sent
     again; going back, reloading the form or coming from elsewhere is none. */
  const isAnswer = (sent) => {
    const [arrival] = performance.getEntriesByType("navigation");
    const ways = [sent.from, sent.to];
    if (arrival?.type === "reload") return !ways.includes(window.location.pathname);
    return arrival?.type === "navigate" && document.referrer !== "" && ways.includes(new URL(document.referrer).pathname);
  };
  const forgetAnswered = () => {
    const mine = place("");
    try {
      for (const name of Object.keys(localStorage).filter((each) => each.startsWith(mine))) {
        const { sent } = JSON.parse(localStorage.getItem(name)) || {};
        if (sent && isAnswer(sent)) localStorage.removeItem(name);
      }
    } catch { /* forbidden, or not ours */ }
  };

  const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  const send = (key, fields) => {
    const body = new URLSearchParams({ key, data: fields === null ? "" : JSON.stringify(fields) });
    return fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token() }, keepalive: true, redirect: "error" })
      .then((answer) => { if (!answer.ok) throw new Error(String(answer.status)); });
  };

  const asked = (key) => fetch(`${url}?${new URLSearchParams({ key })}`, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.status === 200 ? answer.json() : null))
    .then((kept) => kept && { fields: kept.data, at: kept.updated_at });
  const isNewer = (here, there) => Boolean(here) && (!there || new Date(here.at) > new Date(there.at));

  const clock = (when) => new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" }).format(when);
  const when = (stamp) => {
    const day = new Date(stamp);
    const today = day.toDateString() === new Date().toDateString();
    return today ? clock(day) : new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long" }).format(day);
  };

  const take = (form) => {
    if (form.dataset.drafting) return;
    form.dataset.drafting = "yes";
    const key = form.dataset.draft;
    const server = url && form.dataset.draftHere === undefined;
    const said = form.querySelector("[data-draft-said]");
    const discard = form.querySelector("[data-draft-discard]");
    const opened = typed(form);
    const words = (text) => { if (said) said.textContent = text; };
    let timer = 0;
    let posted = false;
    let last = JSON.stringify(opened);

    const keep = () => {
      timer = 0;
      const fields = typed(form);
      const now = JSON.stringify(fields);
      if (now === last) return;
      last = now;
      onDevice.write(key, fields);
      if (!server) { words("Kept on this device until it is saved."); return; }
      hand(fields);
    };
    const hand = (fields) => send(key, fields)
      .then(() => { onDevice.drop(key); words(`Draft kept at ${clock(new Date())}.`); })
      .catch(() => words("No connection: kept on this device."));
    const catchUp = () => { // the connection is back; what another device has sent since then stays
      const here = document.contains(form) && !posted && onDevice.read(key); // what was posted is sent again by itself
      if (here) asked(key).then((there) => isNewer(here, there) && hand(here.fields)).catch(() => {});
    };
    const restore = (kept) => {
      if (JSON.stringify(typed(form)) !== JSON.stringify(opened)) return; // somebody types already
      if (!kept || without({ ...opened, ...kept.fields }) === without(opened)) return;
      if (!server && isSpent(form, kept.fields)) { onDevice.drop(key); return; }
      putBack(form, kept.fields); // with the version it was begun on, so that a newer one comes back side by side
      last = JSON.stringify(typed(form));
      words(`Restored what you typed (${when(kept.at)}).`);
      if (discard) discard.hidden = false;
    };

    form.addEventListener("input", () => { posted = false; clearTimeout(timer); timer = setTimeout(keep, PAUSE); });
    form.addEventListener("change", () => { clearTimeout(timer); timer = setTimeout(keep, PAUSE); });
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      posted = form.hasAttribute("hx-post");
      if (!event.defaultPrevented) timer = 0; // nothing is kept of what was just sent, or it would come back
      const way = { from: window.location.pathname, to: new URL(form.action || window.location.href, window.location.href).pathname };
      onDevice.write(key, typed(form), server && !form.hasAttribute("hx-post") ? way : undefined);
    });
    form.addEventListener("htmx:afterRequest", (event) => {
      if (server && event.target === form && event.detail.successful && event.detail.requestConfig.verb !== "get") onDevice.drop(key);
    });
    if (server) window.addEventListener("online", catchUp);
    window.addEventListener("pagehide", () => { if (document.contains(form) && timer) keep(); });
    discard?.addEventListener("click", () => {
      clearTimeout(timer);
      putBack(form, opened);
      last = JSON.stringify(opened);
      onDevice.drop(key);
      if (server) send(key, null).catch(() => {});
      words("Discarded.");
      discard.hidden = true;
    });

    if (form.querySelector("[data-focus]")) return; // it came back with errors: what was typed is in it already
    const here = onDevice.read(key);
    if (!server) { restore(here); return; }
    asked(key)
      .then((there) => {
        if (isNewer(here, there)) { restore(here); return; }
        onDevice.drop(key); // another device knows more
        restore(there);
      })
      .catch(() => restore(here));
  };

  const begin = (root) => {
    if (root.matches?.("form[data-draft]")) take(root);
    root.querySelectorAll?.("form[data-draft]").forEach(take);
  };
  forgetAnswered();
  begin(document.body);
  document.body.addEventListener("htmx:load", (event) => begin(event.detail.elt));
})();
