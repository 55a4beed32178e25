// The chat page's behaviour. Without this file the page works as a plain form (see form.go).
//
// What a reply says is only ever set as text, never as markup. The talk is kept in sessionStorage: this tab's, gone when
// it closes.

const data = document.body.dataset;
const words = JSON.parse(data.texts); // of this page, see texts.go
const titles = JSON.parse(data.titles); // of urgent replies, by language
const pageLang = document.documentElement.lang;

const byId = (id) => document.getElementById(id);
const composer = byId("composer");
const box = byId("say");
const sendButton = composer.querySelector(".send");
const log = byId("log");
const past = byId("past");
const examples = byId("examples");
const waiting = byId("waiting");
const problem = byId("problem");
const clear = byId("clear"); // not in the widget
const remove = byId("delete");
const sure = byId("sure");

// In the widget the page is a frame, which has no cookies but keeps its session itself, and talks to the page around it.
const sites = data.sites === undefined ? undefined : JSON.parse(data.sites);
const framed = sites !== undefined;

const maxKept = 200; // messages that a reload shows again
const patience = 20_000; // ms for one try
const quiet = 500; // ms before it is said that there is something to wait for

/* Small tools */

const scope = framed ? "knead.frame." : "knead.";

// el makes an element. Strings among children become text.
function el(tag, attributes = {}, ...children) {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(attributes)) if (v !== undefined && v !== "") e.setAttribute(k, v);
  e.append(...children.filter((c) => c !== undefined));
  return e;
}

const icon = (id) => byId(id).content.cloneNode(true);

function recall(key, otherwise) {
  try {
    return JSON.parse(sessionStorage.getItem(scope + key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function keep(key, value) {
  try {
    if (value === undefined) sessionStorage.removeItem(scope + key);
    else sessionStorage.setItem(scope + key, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: the talk goes on, a reload will not show it.
  }
}

const wait = (ms) => new Promise((done) => setTimeout(done, ms));

// newKey is the same on every try of one message. crypto.randomUUID is missing on plain http.
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

/* From a reply to the page */

const telephone = () => new RegExp(data.telephone, "g");

// paragraphs is what render.go does: empty lines part paragraphs, bullets make items.
function paragraphs(text, dial) {
  return text.split(/\n\s*\n/).map((p) => p.trim()).filter((p) => p !== "").map((p) =>
    el("p", {}, ...p.split("\n").map((l) => {
      const item = /^\s*(•|- )\s*/.exec(l);
      const rest = item ? l.slice(item[0].length) : l.trim();
      return el("span", { class: item ? "line item" : "line" }, ...(dial ? dialled(rest) : [rest]));
    })));
}

function dialled(text) {
  const out = [];
  let last = 0;
  for (const m of text.matchAll(telephone())) {
    out.push(text.slice(last, m.index), el("a", { href: "tel:" + m[0].replace(/\D/g, "") }, m[0]));
    last = m.index + m[0].length;
  }
  out.push(text.slice(last));
  return out;
}

// address vets the URL of a button or source; undefined for anything but the schemes that are fine.
function address(raw, schemes) {
  try {
    const u = new URL(raw.startsWith("www.") ? "https://" + raw : raw, location.origin);
    return schemes.includes(u.protocol) ? u : undefined;
  } catch {
    return undefined;
  }
}

const newTab = () => el("span", { class: "hidden" }, " (" + words.newTab + ")");
const beside = () => (framed ? { target: "_blank", rel: "noopener" } : {}); // our other pages show in no frame

function sourceItem(s, lang) {
  const u = address(s.url, ["http:", "https:"]);
  if (!u) return undefined;
  if (u.origin === location.origin && u.pathname.startsWith("/articles/") && u.search === "" && lang) u.searchParams.set("lang", lang);
  return el("li", {}, el("a", { href: u.href, ...beside() }, s.section ? s.title + " › " + s.section : s.title, ...(framed ? [newTab()] : [])));
}

function choice(b) {
  if (b.url === undefined) {
    const e = el("button", { type: "button", class: "choice" }, b.label);
    e.addEventListener("click", () => press(e, b.label));
    return e;
  }
  const u = address(b.url, ["http:", "https:", "sms:", "tel:"]);
  if (!u) return undefined;
  if (u.protocol === "sms:" || u.protocol === "tel:") return el("a", { class: "choice", href: u.href }, b.label);
  return el("a", { class: "choice", href: u.href, target: "_blank", rel: "noopener" },
    b.label, icon("icon-out"), newTab());
}

function ourMessage(r) {
  const serious = r.level === "urgent" || r.level === "emergency";
  const lang = r.lang || pageLang;
  const bubble = el("div", { class: "bubble" });
  if (serious) {
    const title = (titles[lang] || titles[pageLang])[r.level];
    bubble.append(el("p", { class: "flag" }, icon("icon-alert"), el("strong", {}, title)));
  }
  bubble.append(...paragraphs(r.text, serious));
  const sources = (r.sources || []).map((s) => sourceItem(s, r.lang)).filter(Boolean);
  if (sources.length > 0) bubble.append(el("div", { class: "sources" }, el("p", { lang: pageLang }, words.sources), el("ul", {}, ...sources)));
  const message = el("div", { class: "message us " + r.level, lang }, el("p", { class: "who" }, words.us), bubble);
  const choices = (r.buttons || []).map(choice).filter(Boolean);
  if (choices.length > 0) message.append(el("div", { class: "choices", role: "group", "aria-label": words.choices }, ...choices));
  return { message, serious };
}

function yourMessage(text) {
  // Who wrote it knows it: it is not read out.
  return el("div", { class: "message you", "aria-live": "off" },
    el("p", { class: "who" }, words.you), el("div", { class: "bubble" }, el("p", {}, text)));
}

function show(message, serious, moves = true) {
  if (moves) message.classList.add("new");
  if (serious) {
    // An alert is announced at once, and only what is put into it after it exists.
    const alert = el("div", { role: "alert" });
    log.append(alert);
    requestAnimationFrame(() => {
      alert.append(message);
      bring(message);
    });
    return;
  }
  log.append(message);
  bring(message);
}

// bring scrolls so that a new message begins in view, and shows all of it where there is room.
function bring(message) {
  const sticks = (e) => (e && getComputedStyle(e).position === "sticky" ? e.offsetHeight : 0);
  const { top, bottom } = message.getBoundingClientRect();
  const hidden = bottom + 16 + sticks(composer.parentElement) - innerHeight;
  const wanted = Math.min(top - 12 - sticks(document.querySelector(".bar")), hidden);
  if (wanted > 0) scrollBy({ top: wanted });
}

// Who reads the end goes on reading it when an on-screen keyboard takes half of the window.
let atEnd = false;
addEventListener("scroll", () => {
  atEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 40;
}, { passive: true });
addEventListener("resize", () => {
  if (atEnd) scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
});

// retire takes older buttons out of use. The one in focus keeps it, so that Tab goes on from there.
function retire() {
  for (const b of document.querySelectorAll("#talk button.choice")) {
    if (b === document.activeElement) b.setAttribute("aria-disabled", "true");
    else b.disabled = true;
  }
}

// withhold takes away every link that earlier replies offered: from urgent up nothing on the page books.
function withhold() {
  for (const a of document.querySelectorAll("#talk a.choice")) {
    const group = a.parentElement;
    a.remove();
    if (group.childElementCount === 0) group.remove();
  }
  for (const entry of talk) entry.buttons = entry.buttons?.filter((b) => b.url === undefined);
}

/* An answer while it is being worded */

let draft; // its message; the reply takes its place

// shown puts up an answer as far as it has come. It is not read out: the reply is, once, when it stands.
function shown({ text, lang }) {
  const bubble = el("div", { class: "bubble" }, ...paragraphs(text, false));
  if (draft) {
    draft.lastElementChild.replaceWith(bubble);
  } else {
    draft = el("div", { class: "message us draft new", lang: lang || pageLang, "aria-live": "off" }, el("p", { class: "who" }, words.us), bubble);
    log.append(draft);
  }
  bring(draft);
}

// endDraft takes it away, and returns whether there was one.
function endDraft() {
  const had = draft !== undefined;
  draft?.remove();
  draft = undefined;
  return had;
}

/* The talk as it is kept */

let talk = recall("talk", []);
let session = framed ? recall("session") : undefined; // else it is in a cookie that scripts cannot read

function note(entry) {
  talk.push(entry);
  talk = talk.slice(-maxKept);
  keep("talk", talk);
  hasTalk(true);
}

function hasTalk(on) {
  if (clear) clear.hidden = !on;
  if (on) remove.hidden = false;
  tellHost(on ? "talk" : "gone");
}

function restore() {
  for (const entry of talk) past.append(entry.said !== undefined ? yourMessage(entry.said) : ourMessage(entry).message);
  if (talk.length === 0) return;
  hasTalk(true);
  const live = past.lastElementChild;
  for (const b of past.querySelectorAll("button.choice")) if (!live.contains(b)) b.disabled = true;
  if (examples && !("asked" in examples.dataset)) examples.hidden = true;
  requestAnimationFrame(() => scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" }));
}

/* Sending */

let busy = false;

function setBusy(on) {
  busy = on;
  sendButton.setAttribute("aria-disabled", String(on));
  clearTimeout(setBusy.timer);
  waiting.replaceChildren();
  if (on) {
    setBusy.timer = setTimeout(() => {
      waiting.append(el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")), words.waiting);
      bring(waiting);
    }, quiet);
  }
}

// deliver sends one message, {say} or {press} with its key, and shows the reply or what went wrong.
async function deliver(message) {
  if (busy) return;
  setBusy(true);
  problem.replaceChildren();
  keep("unsent", message);
  const mine = yourMessage(message.say ?? message.press);
  show(mine, false);
  if (examples) examples.hidden = true;
  const result = await post(message);
  setBusy(false);
  const seenGrowing = endDraft();
  if (result.error !== undefined) {
    mine.remove();
    for (const b of document.querySelectorAll("#talk [aria-pressed]")) b.removeAttribute("aria-pressed");
    failed(message, result.error);
    return;
  }
  keep("unsent", undefined);
  retire();
  note({ said: message.say ?? message.press });
  receive(result, !seenGrowing);
  room?.postMessage({ said: message.say ?? message.press, reply: result });
  listen();
}

// authority shows a frame's session, or asks for one.
const authority = () => (framed ? { "Knead-Session": session ?? "new" } : {});

function authorised(answer) {
  const token = answer.headers.get("Knead-Session");
  if (!framed || !token) return;
  session = token;
  keep("session", token);
}

// post returns the reply, or {error} with a sentence fit to be read.
async function post(message) {
  try {
    const answer = await fetch("/api/messages", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json, text/event-stream", ...authority() },
      body: JSON.stringify({ ...message, lang: pageLang }),
      signal: AbortSignal.timeout(patience),
    });
    authorised(answer);
    if (answer.ok && answer.headers.get("Content-Type").startsWith("text/event-stream")) {
      for await (const e of events(answer)) {
        if (e.event === "reply") return JSON.parse(e.data);
        if (e.event === "draft") shown(JSON.parse(e.data));
      }
    } else if (answer.ok) return await answer.json();
    if (answer.status === 413) return { error: words.tooLong };
    if (answer.status === 429) return { error: words.tooFast };
  } catch {
    // No network, no time or no JSON: to the client all the same.
  }
  return { error: navigator.onLine ? words.failed : words.offline };
}

function receive(r, moves = true) {
  if (r.text === "" && (r.buttons || []).length === 0) return; // silence
  const { message, serious } = ourMessage(r);
  if (serious) withhold();
  note(r);
  show(message, serious, moves);
}

// failed gives the words back and offers another try with the same key, which can never be answered twice.
function failed(message, sentence) {
  if (message.say !== undefined && box.value.trim() === "") setDraft(message.say);
  const again = el("button", { type: "button", class: "choice" }, words.again);
  again.addEventListener("click", () => {
    if (message.say !== undefined && box.value.trim() === message.say.trim()) setDraft("");
    if (document.activeElement === again) box.focus({ preventScroll: true });
    deliver(message);
  });
  problem.replaceChildren(el("p", {}, ...dialled(sentence)), again);
}

// Back in reach, what was sent and not changed since goes out by itself.
addEventListener("online", () => {
  const unsent = recall("unsent");
  const again = problem.querySelector("button");
  if (again && unsent && (unsent.say === undefined || unsent.say.trim() === box.value.trim())) again.click();
});

function press(button, label) {
  if (busy || button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-pressed", "true");
  deliver({ press: label, id: newKey() });
}

function say() {
  const text = box.value.trim();
  if (text === "" || busy) return;
  const unsent = recall("unsent");
  const id = unsent && unsent.say === text ? unsent.id : newKey();
  setDraft("");
  deliver({ say: text, id });
}

/* The box */

function setDraft(text) {
  box.value = text;
  grow();
  keep("draft", text || undefined);
}

// grow is for browsers that do not know field-sizing.
function grow() {
  if (CSS.supports("field-sizing", "content")) return;
  box.style.height = "auto";
  box.style.height = box.scrollHeight + 3 + "px";
}

box.addEventListener("input", () => {
  grow();
  keep("draft", box.value || undefined);
});

box.addEventListener("keydown", (e) => {
  if (e.key !== "Enter" || e.shiftKey || e.isComposing) return;
  e.preventDefault();
  say();
});

composer.addEventListener("submit", (e) => {
  e.preventDefault();
  const from = e.submitter;
  if (from?.name === "example") {
    if (!busy) deliver({ say: from.value, id: newKey() });
  } else if (from?.name === "press") {
    press(from, from.value); // a page that the plain form made
  } else {
    say();
  }
});

// wipe clears the screen and what the browser keeps, and says so.
function wipe(sentence) {
  talk = [];
  for (const key of ["talk", "draft", "unsent"]) keep(key, undefined);
  past.replaceChildren();
  log.replaceChildren();
  problem.replaceChildren();
  hasTalk(false);
  if (examples) examples.hidden = false;
  waiting.textContent = sentence;
}

clear?.addEventListener("click", () => {
  wipe(words.cleared);
  box.focus();
});

/* Deleting the chat, here and at the practice */

function ask(on) {
  sure.hidden = !on;
  remove.setAttribute("aria-expanded", String(on));
  if (on) byId("sure-no").focus();
}

remove.setAttribute("aria-expanded", "false");
remove.setAttribute("aria-controls", "sure");
remove.type = "button"; // without this script it asks by the form
remove.addEventListener("click", () => ask(sure.hidden));
byId("sure-no").addEventListener("click", () => {
  ask(false);
  remove.focus();
});
byId("sure-yes").addEventListener("click", async () => {
  if (busy) return;
  setBusy(true);
  const last = await forgetTalk();
  setBusy(false);
  ask(false);
  if (last === undefined) {
    problem.replaceChildren(el("p", {}, words.notGone));
    remove.focus();
    return;
  }
  forgotten(last);
  room?.postMessage({ forgotten: true });
  box.focus();
});

// forgetTalk returns the last word, or undefined when nothing was deleted.
async function forgetTalk() {
  try {
    const answer = await fetch("/api/forget?lang=" + pageLang, { method: "POST", headers: authority(), signal: AbortSignal.timeout(patience) });
    if (answer.status === 204) return "";
    if (answer.ok) return (await answer.json()).text;
  } catch {
    // No network or no time.
  }
  return undefined;
}

function forgotten(last) {
  hangUp();
  session = undefined;
  for (const key of ["session", "seen"]) keep(key, undefined);
  seen = undefined;
  wipe(last || words.deleted);
  remove.hidden = true;
}

/* What comes later */

let line; // the open stream: an AbortController
let seen = recall("seen"); // the ID of its last event, so that nothing is lost or shown twice

const silence = 50_000; // ms after which a stream without a word, heartbeats included, is dead
const longest = 30_000; // ms between tries

// listen keeps a stream open once there is a session. It is read by fetch, not by EventSource, which can neither show a
// frame's session nor resume after a reload.
async function listen() {
  if (line) return;
  const mine = (line = new AbortController());
  for (let pause = 1000; line === mine; pause = Math.min(pause * 2, longest)) {
    const began = Date.now();
    try {
      const again = await follow(mine);
      if (!again && line === mine) line = undefined;
    } catch {
      // Out of reach or cut off.
    }
    if (line !== mine) return;
    if (Date.now() - began > longest) pause = 1000;
    await untilOnline(pause * (0.75 + Math.random() / 2));
  }
}

// untilOnline waits some ms, or less when the network comes back.
function untilOnline(ms) {
  const over = new AbortController();
  const online = new Promise((done) => addEventListener("online", done, { signal: over.signal }));
  return Promise.race([wait(ms), online]).finally(() => over.abort());
}

function hangUp() {
  line?.abort();
  line = undefined;
}

// follow reads one stream to its end. It returns whether to open another.
async function follow(mine) {
  const cut = new AbortController();
  const stop = () => cut.abort();
  mine.signal.addEventListener("abort", stop);
  let watch = setTimeout(stop, silence);
  addEventListener("offline", stop, { signal: cut.signal });
  try {
    const answer = await fetch("/api/events", {
      headers: { Accept: "text/event-stream", ...authority(), ...(seen ? { "Last-Event-ID": seen } : {}) }, cache: "no-store", signal: cut.signal,
    });
    if (answer.status === 204 || answer.status === 403) return false; // no session
    if (!answer.ok) return true;
    const alive = () => {
      clearTimeout(watch);
      watch = setTimeout(stop, silence);
    };
    for await (const e of events(answer, alive)) if (!happened(e)) return false;
    return true;
  } finally {
    clearTimeout(watch);
    mine.signal.removeEventListener("abort", stop);
    stop();
  }
}

// events are those of an answer, as they come; alive is called whenever anything does.
async function* events(answer, alive) {
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    alive?.();
    rest += value;
    for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
      const of = {};
      for (const l of rest.slice(0, end).split("\n")) {
        const at = l.indexOf(": ");
        if (at > 0) of[l.slice(0, at)] = l.slice(at + 2);
      }
      rest = rest.slice(end + 2);
      yield of;
    }
  }
}

// happened takes one event. It returns false when the server wants this page to rest: others of this browser are open.
function happened(of) {
  if (of.event === "rest") return false;
  if (of.event === "reply" && !old(of.id)) {
    receive(JSON.parse(of.data));
    if (framed && hiddenByHost) tellHost("news");
  }
  if (of.id) {
    seen = of.id;
    keep("seen", seen);
  }
  return true;
}

// old reports whether an event was seen before: a page that comes back can get one twice.
function old(id) {
  const [epoch, n] = (id ?? "").split("-");
  const [known, last] = (seen ?? "").split("-");
  return epoch === known && Number(n) <= Number(last);
}

// An open stream would keep the page from being kept for "back".
addEventListener("pagehide", hangUp);
addEventListener("pageshow", (e) => {
  if (e.persisted && talk.length > 0) listen();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && talk.length > 0) listen();
});

/* Other tabs of the same browser show the same talk */

const room = "BroadcastChannel" in window ? new BroadcastChannel(scope + "room") : undefined;

room?.addEventListener("message", ({ data: d }) => {
  if (d.new && talk.length > 0) room.postMessage({ to: d.new, talk, session, seen });
  if (d.to === me && talk.length === 0 && !busy) {
    ({ talk, session, seen } = d);
    for (const key of ["talk", "session", "seen"]) keep(key, d[key]);
    restore();
    listen();
  }
  if (d.said !== undefined && talk.length > 0) {
    retire();
    note({ said: d.said });
    show(yourMessage(d.said), false);
    receive(d.reply);
  }
  if (d.forgotten) forgotten("");
});

const me = newKey();

/* The page around the frame */

let hiddenByHost = false;

// hosts is the page around: the one of the practice's sites that the browser names, or each of them where it names none.
function hosts() {
  let name = location.ancestorOrigins?.[0];
  if (name === undefined && document.referrer !== "") name = new URL(document.referrer).origin;
  return sites.includes(name) ? [name] : sites;
}

// tellHost is heard by the practice's own pages alone.
function tellHost(what) {
  if (!framed || parent === window) return;
  for (const site of hosts()) parent.postMessage({ knead: what }, site);
}

addEventListener("message", (e) => {
  if (!framed || e.source !== parent || !sites.includes(e.origin)) return;
  switch (e.data?.knead) {
    case "open":
      hiddenByHost = false;
      // On a phone the keyboard would cover what there is to read.
      if (matchMedia("(pointer: coarse)").matches) document.querySelector("h1").focus({ preventScroll: true });
      else box.focus({ preventScroll: true });
      break;
    case "show":
      hiddenByHost = false;
      break;
    case "hide":
      hiddenByHost = true;
      break;
  }
});

if (framed) {
  addEventListener("keydown", (e) => {
    if (e.key !== "Escape" || e.isComposing) return;
    if (sure.hidden) tellHost("close");
    else byId("sure-no").click();
  });
}

/* Start */

box.setAttribute("aria-describedby", "keys privacy"); // without this script Enter starts a new line
restore();
if (box.value === "") setDraft(recall("draft", ""));
if (talk.length > 0) listen();
else room?.postMessage({ new: me });
const unsent = recall("unsent");
if (unsent) failed(unsent, words.failed);
tellHost("ready");
