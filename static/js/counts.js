/* Counts made on a tally sheet. Each tap is kept on this device first, under a key of its own that is never written
   twice, and stays there until the server has said that it has it: so it survives a lost connection, a locked screen, a
   closed page and a signed-out session, and is counted once however often it is sent. Counts belong to whoever made
   them: they are sent only while that person is signed in. Every page carries this, so that counts go when they can. */
(() => {
  "use strict";
  const { me = "", countsUrl: url = "" } = document.body.dataset;
  const A_PORTION = 200;
  const SOON = 1200;
  const LONGEST = 60_000;
  const PATIENCE = 20_000;
  const beginning = (person) => `tap:${person}:`;
  const unkept = new Map(); // where the device keeps nothing: as long as this page is open
  let token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  let timer = 0;
  let failures = 0;
  let sending = false;
  let sequence = 0;
  const state = { trouble: "", at: "", keeps: true };

  const stored = () => {
    try { return Object.keys(localStorage).filter((key) => key.startsWith("tap:")).map((key) => [key, localStorage.getItem(key)]); } catch { return []; }
  };
  const readable = ([place, text]) => {
    try { return { ...JSON.parse(text), place, person: place.split(":")[1], key: place.split(":")[2] }; } catch { return null; }
  };
  const all = () => [...stored(), ...unkept].map(readable).filter(Boolean).sort((a, b) => a.at.localeCompare(b.at) || a.order - b.order);
  const write = (place, tap) => {
    const text = JSON.stringify(tap);
    try { localStorage.setItem(place, text); } catch { unkept.set(place, text); state.keeps = false; }
  };
  const drop = (place) => { unkept.delete(place); try { localStorage.removeItem(place); } catch { /* forbidden */ } };
  const mine = () => all().filter((tap) => tap.person === me);
  const waiting = () => mine().filter((tap) => !tap.why);
  const refused = () => mine().filter((tap) => tap.why);
  const others = () => {
    const found = new Map();
    for (const tap of all()) if (tap.person !== me) found.set(tap.who || "somebody else", (found.get(tap.who || "somebody else") || 0) + 1);
    return [...found].map(([who, count]) => ({ who, count }));
  };

  const uuid = () => {
    if (crypto.randomUUID) return crypto.randomUUID(); // absent where the site is reached without https
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };

  const tell = (answer = null) => {
    document.dispatchEvent(new CustomEvent("counts", { detail: { answer } }));
    noteEverywhere();
  };
  const again = (wait) => { clearTimeout(timer); timer = setTimeout(send, wait); };

  const patience = () => AbortSignal.timeout?.(PATIENCE); // a connection that hangs is none
  const post = (taps) => {
    const body = JSON.stringify({
      person: Number(me),
      taps: taps.map(({ key, measure, day, at, category, n, d }) => ({ key, measure, day, at, category, n, d })),
    });
    const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
    return fetch(url, { method: "POST", body, headers, redirect: "manual", keepalive: body.length < 60_000, signal: patience() });
  };
  const ask = (query = "") => fetch(url + query, { headers: { Accept: "application/json" }, redirect: "manual", signal: patience() });
  const isSignedOut = (answer) => answer.type === "opaqueredirect" || answer.status === 401;

  const trouble = (which) => {
    state.trouble = which;
    failures += 1;
    if (which === "away") again(Math.min(LONGEST, SOON * 2 ** failures) * (0.5 + Math.random() / 2));
    tell();
  };

  const deliver = async () => {
    const taps = waiting().slice(0, A_PORTION);
    if (!taps.length) return;
    let answer = await post(taps);
    if (answer.status === 403) { // the page is older than the session: ask who is signed in now, and for a fresh token
      const now = await ask();
      if (isSignedOut(now)) { trouble("out"); return; }
      const said = await now.json();
      if (String(said.person) !== me) { trouble("other"); return; }
      token = said.token;
      answer = await post(taps);
    }
    if (isSignedOut(answer)) { trouble("out"); return; }
    if (answer.status === 409) { trouble("other"); return; }
    if (!answer.ok) { trouble("away"); return; }
    const said = await answer.json();
    const taken = new Set(said.taken);
    const why = new Map(said.refused.map((each) => [each.key, each.why]));
    for (const tap of taps) {
      if (taken.has(tap.key)) drop(tap.place);
      else if (why.has(tap.key)) write(tap.place, { ...tap, why: why.get(tap.key) });
    }
    failures = 0;
    state.trouble = "";
    state.at = said.at;
    state.serial = (state.serial || 0) + 1;
    tell(said);
    if (waiting().length) again(0);
  };

  const send = async () => {
    clearTimeout(timer);
    if (!me || !url || sending || !waiting().length) return;
    if (!navigator.onLine) { trouble("away"); return; }
    sending = true;
    try {
      if (navigator.locks) await navigator.locks.request("counts", { ifAvailable: true }, (lock) => lock && deliver()); // one page at a time
      else await deliver();
    } catch {
      trouble("away");
    } finally {
      sending = false;
    }
  };

  const add = (tap) => {
    sequence += 1;
    write(beginning(me) + uuid(), { ...tap, at: new Date().toISOString(), order: sequence });
    tell();
    if (!state.trouble) again(SOON);
  };
  const tryAgain = () => {
    for (const { why, ...tap } of refused()) write(tap.place, tap);
    send();
  };
  const letGo = () => { refused().forEach((tap) => drop(tap.place)); tell(); };

  const many = (count) => `${count.toLocaleString()} ${count === 1 ? "count" : "counts"}`;
  const device = () => (window.matchMedia("(pointer: coarse)").matches ? "phone" : "device");
  const wait = (count) => (count === 1 ? "waits" : "wait");
  const noteEverywhere = () => document.querySelectorAll("[data-counts-note]").forEach((place) => {
    const own = mine().length;
    const lines = others().map(({ who, count }) => `${many(count)} by ${who} ${wait(count)} on this ${device()}, to be sent when ${who} signs in here.`);
    if (own) lines.unshift(`${many(own)} of yours ${wait(own)} on this ${device()}, to be sent when you are signed in here.`);
    place.textContent = lines.join(" ");
    place.hidden = !lines.length;
  });

  window.addEventListener("online", send);
  window.addEventListener("pageshow", send);
  document.addEventListener("visibilitychange", send);
  window.addEventListener("storage", (event) => { // another page of this device has counted, or sent what was counted here
    if (!event.key?.startsWith("tap:")) return;
    if (event.newValue === null) document.dispatchEvent(new CustomEvent("counts-sent-elsewhere"));
    tell();
  });
  window.redesignCounts = { add, ask, waiting, refused, others, send, tryAgain, letGo, state, many, device, wait };
  noteEverywhere();
})();
