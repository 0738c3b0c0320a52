/* What is asked: place, filters, view. Kept in the page's address, restored from it. */
"use strict";

(function (locator) {
  const KEPT = "locator.place";
  const ASKED = ["kind", "service", "open", "when", "travel"];

  /* One row per parameter: adding one adds it to links and to the history. `parameter` is its name
     in links and to the API, where that is another; `when` is a moment of China's clocks, or "". */
  const FIELDS = {
    place: { read: readPlace, format: (place) => place && place.lon.toFixed(3) + "," + place.lat.toFixed(3) },
    kind: { read: (text) => readWords(text, locator.kinds), format: (words) => words.join(",") },
    service: { read: (text) => readWords(text, locator.services), format: (words) => words.join(",") },
    open: { read: (text) => (text === "any" ? "any" : "possible"), format: (open) => (open === "any" ? open : "") },
    when: { parameter: "at", read: readMoment, format: (when) => when },
    travel: { read: (text) => readWords(text, locator.travelModes)[0] || "", format: (mode) => mode },
    view: { read: (text) => (text === "map" ? "map" : "list"), format: (view) => (view === "map" ? view : "") },
  };

  function readPlace(text) {
    const match = /^(-?\d{1,3}(?:\.\d{1,8})?),(-?\d{1,2}(?:\.\d{1,8})?)$/.exec(text || "");
    if (!match) return null;
    const place = { lon: Number(match[1]), lat: Number(match[2]), from: "link" };
    if (Math.abs(place.lon) > 180 || Math.abs(place.lat) > 90) return null;
    const isIt = (kept) => Boolean(kept) && FIELDS.place.format(kept) === FIELDS.place.format(place);
    return [(window.history.state || {}).place, keptPlace()].find(isIt) || place;
  }

  function readMoment(text) {
    const match = /^(20\d\d-\d\d-\d\dT\d\d:\d\d)(?::00)?$/.exec(text || "");
    if (!match) return "";
    const ms = locator.fromChinaTime(match[1]);
    return !Number.isNaN(ms) && locator.chinaTime(ms) === match[1] ? match[1] : "";
  }

  function readWords(text, known) {
    return (text || "").split(",").filter((word) => Object.prototype.hasOwnProperty.call(known, word));
  }

  /* The link's place is rounded; the exact one stays in this tab. */
  function keptPlace() {
    try {
      return JSON.parse(sessionStorage.getItem(KEPT));
    } catch (error) {
      return null;
    }
  }

  function keepPlace(place) {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(place));
    } catch (error) {
      /* Private windows may refuse: then a reload goes back to the rounded place. */
    }
  }

  function read() {
    const query = new URLSearchParams(window.location.search);
    const state = {};
    for (const name of Object.keys(FIELDS)) state[name] = FIELDS[name].read(query.get(parameter(name)));
    return state;
  }

  function parameter(name) {
    return FIELDS[name].parameter || name;
  }

  function isSame(a, b) {
    return Boolean(a && b) && a.lon === b.lon && a.lat === b.lat;
  }

  function link(state, lang) {
    const query = [];
    for (const name of Object.keys(FIELDS)) {
      const text = FIELDS[name].format(state[name]);
      if (text) query.push(parameter(name) + "=" + text);
    }
    const [path, fixed] = (locator.data.pages[lang] || "").split("?");
    if (fixed) query.push(fixed);
    return (path || window.location.pathname) + (query.length ? "?" + query.join("&") : "");
  }

  /* Some browsers refuse addresses to pages that were opened from a disk: then the state has none. */
  function keepAddress(step, address) {
    try {
      window.history[step]({ place: locator.state.place }, "", address);
    } catch (error) {
      window.history[step]({ place: locator.state.place }, "");
    }
  }

  locator.state = read();

  /* What narrows the search, as the API takes it. */
  locator.asked = () => {
    const found = {};
    for (const name of ASKED) found[parameter(name)] = locator.state[name];
    return found;
  };
  /* What the state of one station depends on: when one sets out, from where, and how. */
  locator.askedWay = () => {
    const { place, travel, when } = locator.state;
    const found = { [parameter("when")]: when };
    return place ? Object.assign(found, { lon: place.lon, lat: place.lat, travel }) : found;
  };
  locator.isMoment = (text) => readMoment(text) !== "";
  locator.isAskedAnew = (before) =>
    ASKED.some((name) => String(before[name]) !== String(locator.state[name]));

  /* Changes some of the state. Every change is a step that the back button takes back. */
  locator.change = (changes, replace) => {
    const before = locator.state;
    locator.state = Object.assign({}, before, changes);
    if (changes.place) keepPlace(changes.place);
    const address = link(locator.state, locator.data.lang);
    const isHere = new URL(address, window.location.href).href === window.location.href;
    keepAddress(replace || isHere ? "replaceState" : "pushState", address);
    locator.emit("state", before);
  };

  locator.link = (lang) => new URL(link(locator.state, lang || locator.data.lang), window.location.href).href;

  window.addEventListener("popstate", () => {
    const before = locator.state;
    /* The exact place of that step, which its address has rounded, is read from its history. */
    locator.state = read();
    if (isSame(before.place, locator.state.place)) locator.state.place = before.place;
    locator.emit("state", before);
  });

  window.history.replaceState({ place: locator.state.place }, "", window.location.href);
})(window.locator);
