/* A data wall: asks for news with the version it has (204 means none), turns its pages, tells the time, goes full screen. */
(() => {
  "use strict";
  const wall = document.body;
  const find = (selector) => wall.querySelector(selector);
  const pages = () => [...wall.querySelectorAll(".wall-page")];
  const every = (name, least) => Math.max(Number(wall.dataset[name]) || 20, least) * 1000;
  const locale = document.documentElement.lang;
  let at = 0;
  let held = false;

  /* -- The time ---------------------------------------------------------------------------------------------------- */
  const hour = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
  const day = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long" });
  const tick = () => {
    const now = new Date();
    find("[data-clock]").textContent = hour.format(now);
    find("[data-day]").textContent = day.format(now);
    setTimeout(tick, 1000 * (60 - now.getSeconds()));
  };
  tick();

  /* -- Pages ------------------------------------------------------------------------------------------------------- */
  const show = () => {
    const all = pages();
    if (!all.length) return;
    at = (at + all.length) % all.length;
    all.forEach((page, place) => {
      page.classList.toggle("is-on", place === at);
      page.toggleAttribute("inert", place !== at && all.length > 1);
    });
    find(".wall-pages").classList.add("is-live");
    find("[data-page-name]").textContent = all.length > 1 ? all[at].dataset.title || "" : "";
    const dots = find("[data-page-dots]");
    dots.replaceChildren(...(all.length > 1 ? all : []).map((_, place) => {
      const dot = document.createElement("li");
      dot.classList.toggle("is-on", place === at);
      return dot;
    }));
    wall.querySelectorAll("[data-turn], [data-hold]").forEach((button) => { button.hidden = all.length < 2; });
  };
  const turn = (by) => { at += by; show(); };
  setInterval(() => { if (!held && !wall.querySelector("main :focus-visible")) turn(1); }, every("pageSeconds", 5));

  /* -- News -------------------------------------------------------------------------------------------------------- */
  const stale = (since) => {
    const note = find("[data-stale]");
    if (since && !note.hidden) return;
    note.hidden = !since;
    if (since) find("[data-stale-since]").textContent = hour.format(since);
  };
  let wait = every("pollSeconds", 3);
  let fresh = new Date();
  const ask = async () => {
    const tiles = find(".wall-pages");
    try {
      const url = new URL(wall.dataset.wallUrl, location.href);
      url.searchParams.set("version", tiles?.dataset.version || "");
      const answer = await fetch(url, { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(10000), redirect: "error" });
      if (answer.status === 200) {
        const arrived = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".wall-pages");
        if (arrived && tiles) {
          tiles.replaceWith(document.adoptNode(arrived));
          show();
          find("[data-wall-said]").textContent = "The wall has changed.";
        }
      } else if (answer.status !== 204) {
        throw new Error(String(answer.status));
      }
      fresh = new Date();
      stale(null);
      wait = every("pollSeconds", 3);
    } catch {
      stale(fresh);
      wait = Math.min(wait * 1.7, 120000);
    }
    setTimeout(ask, wait);
  };
  if (wall.dataset.wallUrl) setTimeout(ask, wait);
  addEventListener("online", () => { wait = every("pollSeconds", 3); });

  /* -- Tools ------------------------------------------------------------------------------------------------------- */
  const full = find("[data-full]");
  if (full && document.fullscreenEnabled) {
    full.hidden = false;
    full.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));
    document.addEventListener("fullscreenchange", () => full.setAttribute("aria-label", document.fullscreenElement ? "Leave full screen" : "Full screen"));
  }
  const hold = find("[data-hold]");
  hold?.addEventListener("click", () => { held = !held; hold.setAttribute("aria-pressed", String(held)); });
  wall.querySelectorAll("[data-turn]").forEach((button) => button.addEventListener("click", () => turn(Number(button.dataset.turn))));
  addEventListener("keydown", (event) => {
    if (event.target.closest("input, textarea, select")) return;
    if (event.key === "ArrowRight" || event.key === "PageDown") turn(1);
    if (event.key === "ArrowLeft" || event.key === "PageUp") turn(-1);
  });
  let rest = 0;
  addEventListener("mousemove", () => {
    wall.classList.add("is-moving");
    clearTimeout(rest);
    rest = setTimeout(() => wall.classList.remove("is-moving"), 3000);
  });
  show();
})();
