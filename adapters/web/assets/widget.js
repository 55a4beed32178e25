// Puts the chat on the practice's own pages: a button, and the window that it opens. See README, "On your website in one
// line". Everything is in a shadow root, so that the page's styles and ours leave each other alone, and the talk itself
// is in a frame of the server that this file comes from.
(() => {
  "use strict";
  const settings = {}; // set by the server, see widget.go

  const script = document.currentScript ?? document.querySelector('script[src*="/widget.js"]');
  if (!script || document.querySelector("knead-chat")) return;
  const home = new URL(script.src, location.href).origin;
  if (!settings.sites.includes(location.origin)) {
    console.warn("knead: " + location.origin + " is not listed in web.sites of the chat at " + home + ": no chat here");
    return;
  }

  // The page's language, also "es-MX"; else the visitor's; else the practice's first.
  const wanted = [script.dataset.lang, document.documentElement.lang, navigator.language];
  const lang = wanted.map((l) => (l ?? "").toLowerCase().split("-")[0]).find((l) => l in settings.texts) ?? settings.lang;
  const words = settings.texts[lang];
  const theme = ["light", "dark"].includes(script.dataset.theme) ? script.dataset.theme : "auto";
  const side = script.dataset.side === "left" ? "left" : "right";

  // Whether the window was open, for the next page of the site. Written only once there is a talk.
  const remember = (value) => {
    try {
      if (value === undefined) sessionStorage.removeItem("knead.window");
      else sessionStorage.setItem("knead.window", value);
    } catch {
      // Forbidden: the next page begins with the window closed.
    }
  };
  const remembered = () => {
    try {
      return sessionStorage.getItem("knead.window");
    } catch {
      return null;
    }
  };

  const el = (tag, attributes = {}, ...children) => {
    const e = document.createElement(tag);
    for (const [k, v] of Object.entries(attributes)) e.setAttribute(k, v);
    e.append(...children);
    return e;
  };
  const icon = (path) => {
    const ns = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(ns, "svg");
    for (const [k, v] of Object.entries({ viewBox: "0 0 24 24", width: "24", height: "24", "aria-hidden": "true" })) svg.setAttribute(k, v);
    const p = document.createElementNS(ns, "path");
    for (const [k, v] of Object.entries({ d: path, fill: "none", stroke: "currentColor", "stroke-width": "2", "stroke-linecap": "round", "stroke-linejoin": "round" })) p.setAttribute(k, v);
    svg.append(p);
    return svg;
  };

  const colours = (c, paper, sheet, ink, line) =>
    `--accent:${c.accent};--on:${c.onAccent};--paper:${paper};--sheet:${sheet};--ink:${ink};--line:${line}`;
  const light = colours(settings.light, "#f6f4ef", "#ffffff", "#1d2a29", "#dcd8ce");
  const dark = colours(settings.dark, "#131a19", "#1c2524", "#e8eeec", "#34413f");
  const css = `
    :host { all: initial; ${theme === "dark" ? dark : light} }
    ${theme === "auto" ? `@media (prefers-color-scheme: dark) { :host { ${dark} } }` : ""}
    * { box-sizing: border-box; }
    button, .title, .missing { font: 600 1rem/1.3 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; }
    button { cursor: pointer; border: 0; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; box-shadow: 0 0 0 3px var(--sheet); }
    .open {
      position: fixed; z-index: 2147483000; ${side}: max(1rem, env(safe-area-inset-${side})); bottom: max(1rem, env(safe-area-inset-bottom));
      display: inline-flex; align-items: center; gap: .5rem; min-height: 56px; padding: 0 1.25rem 0 1rem;
      color: var(--on); background: var(--accent); border: 2px solid var(--sheet); border-radius: 28px; box-shadow: 0 4px 18px rgb(0 0 0 / .28);
    }
    .open:hover { filter: brightness(1.08); }
    .open.on { visibility: hidden; }
    .dot { display: none; min-width: 1.4rem; padding: .1rem .4rem; border-radius: .8rem; font-size: .8125rem; text-align: center; background: #b3261e; color: #fff; }
    .dot.on { display: inline-block; }
    dialog { inset: auto; margin: 0; padding: 0; border: 0; max-width: none; max-height: none; color: var(--ink); background: var(--paper); overflow: hidden; }
    dialog[open] { display: flex; flex-direction: column; position: fixed; z-index: 2147483001; }
    dialog:focus, dialog:focus-visible { outline: none; }
    dialog.window {
      ${side}: max(1rem, env(safe-area-inset-${side})); bottom: max(1rem, env(safe-area-inset-bottom));
      width: 25rem; height: min(42rem, calc(100vh - 2rem)); border: 1px solid var(--line); border-radius: 1.1rem; box-shadow: 0 10px 40px rgb(0 0 0 / .3);
    }
    dialog.sheet {
      left: 0; right: 0; top: 0; width: 100%; height: 100vh; height: 100dvh;
      padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);
    }
    dialog::backdrop { background: var(--paper); }
    .head { flex: none; display: flex; align-items: center; justify-content: space-between; gap: .5rem; min-height: 52px; padding: 0 .25rem 0 1rem; background: var(--sheet); border-bottom: 1px solid var(--line); }
    .title { margin: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .close { flex: none; display: grid; place-items: center; width: 44px; height: 44px; color: var(--ink); background: none; border-radius: .75rem; }
    .close:hover { background: var(--paper); }
    .close:focus-visible { outline-offset: -3px; box-shadow: none; }
    .body { flex: 1; position: relative; min-height: 0; }
    iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; color-scheme: ${theme === "auto" ? "light dark" : theme}; }
    .missing { display: none; margin: 2rem 1.25rem; font-weight: 400; }
    .missing.on { display: block; }
    .missing a { color: var(--accent); }
    .news { position: fixed; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    @media (prefers-reduced-motion: no-preference) {
      dialog[open] { animation: rise .16s ease-out; }
      @keyframes rise { from { opacity: 0; transform: translateY(.75rem); } }
    }
    @media (forced-colors: active) { .open, dialog.window { border: 2px solid; } }
    @media print { :host { display: none; } }`;

  const host = el("knead-chat");
  const root = host.attachShadow({ mode: "open" });
  try {
    const sheet = new CSSStyleSheet(); // unlike <style> this is fine under any policy of the page
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(el("style", {}, css));
  }

  const dot = el("span", { class: "dot", "aria-hidden": "true" });
  const openButton = el("button", { type: "button", class: "open", "aria-haspopup": "dialog", "aria-expanded": "false", "aria-label": words.title },
    icon("M20 11.5a7.5 7.5 0 0 1-11 6.6L4 20l1.9-4.6A7.5 7.5 0 1 1 20 11.5Z"), el("span", {}, words.open), dot);
  const closeButton = el("button", { type: "button", class: "close", "aria-label": words.close }, icon("M6 6l12 12M18 6 6 18"));
  const missing = el("p", { class: "missing" }, words.missing + " ", el("a", { href: home + "/?lang=" + lang, target: "_blank", rel: "noopener" }, words.own));
  const body = el("div", { class: "body" }, missing);
  const dialog = el("dialog", { "aria-label": words.title, lang, tabindex: "-1" },
    el("div", { class: "head" }, el("p", { class: "title" }, settings.practice), closeButton), body);
  const news = el("p", { class: "news", role: "status", lang });
  root.append(openButton, dialog, news);

  /* The frame */

  let frame;
  let ready = false; // the frame has said that it runs
  let isOpen = false;
  let unread = 0;

  const tell = (what) => {
    if (ready) frame.contentWindow.postMessage({ knead: what }, home);
  };

  function load() {
    if (frame) return;
    const mine = frame = el("iframe", { src: home + "/widget?lang=" + lang + (theme === "auto" ? "" : "&theme=" + theme), title: words.title, referrerpolicy: "origin" });
    body.append(frame);
    // A frame that is refused or out of reach says nothing.
    setTimeout(() => {
      if (ready || frame !== mine) return;
      missing.classList.add("on");
      frame.style.setProperty("visibility", "hidden");
    }, 10_000);
  }

  addEventListener("message", (e) => {
    if (!frame || e.source !== frame.contentWindow || e.origin !== home) return;
    switch (e.data?.knead) {
      case "ready":
        ready = true;
        missing.classList.remove("on");
        frame.style.removeProperty("visibility");
        if (isOpen && wantsFocus && root.activeElement === dialog) frame.focus();
        tell(isOpen ? (wantsFocus ? "open" : "show") : "hide");
        break;
      case "close":
        close();
        break;
      case "talk": // there is one now
        remember(isOpen ? "open" : "closed");
        break;
      case "gone": // and now there is none
        remember(undefined);
        break;
      case "news":
        if (!isOpen) count(unread + 1);
        break;
    }
  });

  function count(n) {
    unread = n;
    dot.textContent = n > 0 ? String(n) : "";
    dot.classList.toggle("on", n > 0);
    openButton.setAttribute("aria-label", n > 0 ? words.title + ". " + words.news : words.title);
    news.textContent = n > 0 ? words.news : "";
  }

  /* The window */

  const small = matchMedia("(max-width: 30rem), (max-height: 28rem)"); // too small for a window beside the page
  let wantsFocus = false;
  let overflow = "";

  // lay shows the window: beside the page where there is room, else over all of it, with the page out of reach.
  function lay() {
    const sheet = small.matches;
    dialog.className = sheet ? "sheet" : "window";
    if (dialog.open) {
      dialog.close();
      document.documentElement.style.overflow = overflow;
    }
    if (sheet) {
      overflow = document.documentElement.style.overflow;
      document.documentElement.style.overflow = "hidden";
      dialog.showModal();
    } else {
      dialog.show();
    }
    fitKeyboard();
  }

  // fitKeyboard keeps the sheet over the on-screen keyboard, which covers the page without resizing it.
  function fitKeyboard() {
    const seen = window.visualViewport;
    const sheet = isOpen && dialog.className === "sheet" && seen;
    if (sheet && seen.scale === 1) {
      dialog.style.setProperty("height", seen.height + "px");
      dialog.style.setProperty("top", seen.offsetTop + "px");
    } else {
      dialog.style.removeProperty("height");
      dialog.style.removeProperty("top");
    }
  }
  window.visualViewport?.addEventListener("resize", fitKeyboard);
  window.visualViewport?.addEventListener("scroll", fitKeyboard);
  small.addEventListener("change", () => {
    if (isOpen) lay();
  });

  function open(byHand) {
    if (isOpen) return;
    isOpen = true;
    wantsFocus = byHand;
    const before = document.activeElement;
    if (missing.classList.contains("on")) { // it was refused or out of reach: once more
      frame.remove();
      frame = undefined;
      missing.classList.remove("on");
    }
    load();
    lay();
    openButton.classList.add("on");
    openButton.setAttribute("aria-expanded", "true");
    count(0);
    if (byHand) {
      dialog.focus(); // until the frame is there
      if (ready) frame.focus();
      tell("open");
    } else {
      if (before instanceof HTMLElement && before !== document.body) before.focus();
      else root.activeElement?.blur();
      tell("show");
    }
    if (remembered() !== null) remember("open");
  }

  function close() {
    if (!isOpen) return;
    isOpen = false;
    dialog.close();
    if (dialog.className === "sheet") document.documentElement.style.overflow = overflow;
    openButton.classList.remove("on");
    openButton.setAttribute("aria-expanded", "false");
    openButton.focus();
    tell("hide");
    if (remembered() !== null) remember("closed");
  }

  openButton.addEventListener("click", () => open(true));
  closeButton.addEventListener("click", close);
  dialog.addEventListener("cancel", (e) => {
    e.preventDefault(); // Escape in a sheet: we close, and give the focus back
    close();
  });
  dialog.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    e.preventDefault();
    close();
  });
  // Whoever is about to open it waits less.
  for (const sign of ["pointerenter", "focus"]) openButton.addEventListener(sign, load, { once: true });

  function start() {
    document.body.append(host);
    const state = remembered();
    if (state !== null) load();
    if (state === "open" && !small.matches) open(false);
  }
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start, { once: true });
})();
