/* The one namespace of the page's scripts: its data, its words, and how elements are made. */
"use strict";

window.locator = {};

(function (locator) {
  const SVG = "http://www.w3.org/2000/svg";
  const listeners = {};

  locator.data = JSON.parse(document.getElementById("data").textContent);
  locator.kinds = keyed(locator.data.kinds);
  locator.services = keyed(locator.data.services);
  locator.travelModes = keyed(locator.data.travel_modes);

  function keyed(rows) {
    return Object.fromEntries(rows.map((row) => [row.key, row]));
  }

  locator.byId = (id) => document.getElementById(id);

  /* Words of the page's language, their {braces} filled in. */
  locator.say = (key, values) => {
    const text = locator.data.words[key];
    if (text === undefined) throw new Error("no words for " + key);
    return text.replace(/\{(\w+)\}/g, (whole, name) =>
      values && name in values ? String(values[name]) : whole
    );
  };

  /* An element with attributes and children. Text becomes text, never markup. */
  locator.make = (tag, attributes, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };

  locator.icon = (name) => {
    const svg = document.createElementNS(SVG, "svg");
    const use = document.createElementNS(SVG, "use");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("focusable", "false");
    use.setAttribute("href", "#icon-" + name);
    svg.append(use);
    return svg;
  };

  locator.button = (label, icon, onclick, className) =>
    locator.make(
      "button",
      { type: "button", class: className || "button", onclick },
      icon ? locator.icon(icon) : null,
      locator.make("span", null, label)
    );

  locator.empty = (element) => {
    while (element.firstChild) element.firstChild.remove();
    return element;
  };

  /* Puts the focus on what can't have it otherwise: new text that stands for what was pressed. */
  locator.focusOn = (element) => {
    if (element.tabIndex < 0) element.setAttribute("tabindex", "-1");
    element.focus({ preventScroll: true });
  };

  /* Says something to screen readers; the same words twice are said twice. */
  locator.announce = (text) => {
    const announcer = locator.byId("announcer");
    announcer.textContent = announcer.textContent === text ? text + "\u00a0" : text;
  };

  const TOAST_MS = 6000;
  /* What can be pressed stays for those who are slow, or whose phone is. */
  const ACTION_MS = 20000;
  let toastTimer = 0;
  locator.toast = (...content) => {
    const toast = locator.empty(locator.byId("toast"));
    toast.append(...content);
    toast.hidden = false;
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => (toast.hidden = true), toast.querySelector("button") ? ACTION_MS : TOAST_MS);
  };
  locator.hideToast = () => (locator.byId("toast").hidden = true);

  locator.on = (event, listener) => (listeners[event] = listeners[event] || []).push(listener);
  locator.emit = (event, detail) => (listeners[event] || []).forEach((one) => one(detail));

  locator.distance = (metres) => {
    if (metres < 9.5) return locator.say("metres", { n: Math.round(metres) });
    if (metres < 995) return locator.say("metres", { n: Math.round(metres / 10) * 10 });
    const km = metres / 1000;
    return locator.say("kilometres", { n: km < 9.95 ? Math.round(km * 10) / 10 : Math.round(km) });
  };

  /* A moment as China's clocks show it, 2026-10-01T22:30, and back: one zone, and no summer time. */
  locator.chinaTime = (ms) => new Date(ms + 8 * 3600000).toISOString().slice(0, 16);
  locator.fromChinaTime = (text) => Date.parse(text + ":00+08:00");

  locator.wind = (degrees) => locator.data.winds[Math.round(degrees / 45) % 8];

  locator.isWide = () => window.matchMedia("(min-width: 900px)").matches;
  locator.isStill = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
})(window.locator);
