/* The tally sheet: its buttons count on this device first (static/js/counts.js) and show it at once. Without this file the
   same buttons are plain forms. */
(() => {
  "use strict";
  const sheet = document.querySelector("[data-tally]");
  const counts = window.redesignCounts;
  if (!sheet || !counts) return;
  const about = JSON.parse(document.getElementById(sheet.dataset.tally).textContent);
  const { me } = document.body.dataset;
  const part = (name) => sheet.querySelector(`[data-tally-${name}]`);
  const EVERY = 30_000;
  let totals = about.totals;
  let day = about.period;
  const onTop = new Map(); // counts that the totals lack: what waits, and what another page of this device has sent since
  let asking = 0;

  /* -- What is shown: what the server has, and what waits here ------------------------------------------------------ */
  const here = () => {
    for (const tap of counts.waiting()) if (tap.measure === about.measure && tap.day === day) onTop.set(tap.place, tap);
    for (const tap of counts.refused()) onTop.delete(tap.place);
    return [...onTop.values()];
  };
  const know = (news) => { totals = news; onTop.clear(); };
  const sum = (taps, name) => taps.reduce((total, tap) => total + tap[name], 0);
  const now = () => {
    const taps = here();
    const of = {};
    for (const [name, count] of Object.entries(totals.counts)) of[name] = Math.max(count + sum(taps.filter((tap) => tap.category === name), "n"), 0);
    return { value: Math.max(totals.value + sum(taps, "n"), 0), cases: Math.max(totals.denominator + sum(taps, "d"), 0), of };
  };
  const whole = (value) => value.toLocaleString(undefined, { maximumFractionDigits: 2 });

  const words = () => {
    const waits = counts.waiting().length;
    const { trouble, at, keeps } = counts.state;
    const where = `${counts.many(waits)} ${counts.wait(waits)} on this ${counts.device()}`;
    if (trouble === "out") return [`${where}. You are signed out: sign in again and they are sent.`, "warn"];
    if (trouble === "other") return [`${where}. Somebody else is signed in here now; they are sent when you sign in again.`, "warn"];
    if (waits && !keeps) return [`${where}, which keeps nothing: leave this page open until they are sent.`, "warn"];
    if (waits && (trouble === "away" || !navigator.onLine)) return [`${where}: no connection. They go by themselves when it is back.`, "warn"];
    if (waits) return [`${where}, on the way…`, ""];
    return at ? [`All sent at ${at}.`, "good"] : ["Nothing waits: every count is sent as you make it.", ""];
  };

  const show = () => {
    const { value, cases, of } = now();
    part("value").textContent = whole(value);
    if (part("cases")) part("cases").textContent = whole(cases);
    if (part("share")) part("share").textContent = cases ? `${(100 * value / cases).toLocaleString(undefined, { maximumFractionDigits: 1 })}%` : "";
    sheet.querySelectorAll("[data-tally-count]").forEach((place) => { place.textContent = whole(of[place.dataset.tallyCount] ?? 0); });
    sheet.querySelectorAll("[data-less]").forEach((button) => {
      button.disabled = (button.dataset.category ? of[button.dataset.category] ?? 0 : value) < 1;
    });
    part("undo").disabled = !taps().length;
    const [text, tone] = words();
    part("said").textContent = text;
    part("said").className = `tally-said${tone ? ` is-${tone}` : ""}`;
    part("in").hidden = !["out", "other"].includes(counts.state.trouble);
    const bad = counts.refused();
    part("refused").hidden = !bad.length;
    part("refused-words").textContent = bad.length ? `${counts.many(bad.length)} could not be taken in: ${[...new Set(bad.map((tap) => tap.why))].join(" ")}` : "";
    const more = counts.others();
    part("others").hidden = !more.length;
    part("others").textContent = more.map(({ who, count }) => `${counts.many(count)} by ${who} ${counts.wait(count)} here too, to be sent when ${who} signs in.`).join(" ");
  };

  /* -- Taps --------------------------------------------------------------------------------------------------------- */
  const memory = `taps:${me}:${about.measure}:${about.period}`;
  const taps = () => { try { return JSON.parse(sessionStorage.getItem(memory)) || []; } catch { return []; } };
  const remember = (list) => { try { sessionStorage.setItem(memory, JSON.stringify(list.slice(-100))); } catch { /* forbidden: nothing to undo */ } };
  const count = (tap) => {
    turn();
    counts.add({ measure: about.measure, day, who: sheet.dataset.who, ...tap });
  };
  const feel = (button) => {
    navigator.vibrate?.(18);
    button.classList.remove("is-tapped");
    void button.offsetWidth; // so that a quick second tap is seen too
    button.classList.add("is-tapped");
  };
  sheet.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || button.dataset.n === undefined) return;
    event.preventDefault();
    if (button.disabled) return;
    const tap = { n: Number(button.dataset.n), d: Number(button.dataset.d), category: button.dataset.category || "" };
    count(tap);
    remember([...taps(), tap]);
    feel(button);
    show();
  });
  part("undo").addEventListener("click", () => {
    const list = taps();
    const last = list.pop();
    if (!last) return;
    count({ ...last, n: -last.n, d: -last.d });
    remember(list);
    show();
    window.redesign?.say("The last one is taken back.");
  });
  part("again").addEventListener("click", counts.tryAgain);
  part("let-go").addEventListener("click", counts.letGo);

  /* -- A new day begins while the sheet is open --------------------------------------------------------------------- */
  const turn = () => {
    const clock = new Date();
    const local = `${clock.getFullYear()}-${String(clock.getMonth() + 1).padStart(2, "0")}-${String(clock.getDate()).padStart(2, "0")}`;
    if (!about.until || local <= about.until || day === local) return;
    if (day === about.period) totals = { value: 0, denominator: 0, counts: Object.fromEntries(Object.keys(totals.counts).map((name) => [name, 0])) };
    day = local;
    onTop.clear();
    part("period").textContent = "a new sheet, from today";
    if (navigator.onLine && !counts.waiting().length) window.location.reload();
  };

  /* -- What others count --------------------------------------------------------------------------------------------- */
  const look = async () => {
    if (document.hidden || !navigator.onLine || counts.waiting().length) return;
    const serial = counts.state.serial;
    try {
      const answer = await counts.ask(`?${new URLSearchParams({ measure: about.measure, day })}`);
      if (!answer.ok || serial !== counts.state.serial) return;
      const said = await answer.json();
      if (said.totals && String(said.person) === me && !counts.waiting().length) { know(said.totals); show(); }
    } catch { /* it is asked again */ }
  };
  document.addEventListener("counts", (event) => {
    const news = event.detail.answer?.totals[about.measure];
    if (news && (news.period === day || day !== about.period)) know(news);
    show();
  });
  document.addEventListener("counts-sent-elsewhere", () => {
    clearTimeout(asking);
    asking = setTimeout(look, 400);
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { turn(); look(); } });
  window.addEventListener("offline", show);
  setInterval(look, EVERY);

  sheet.classList.add("is-alive");
  part("undo").hidden = false;
  show();
  counts.send();
})();
