/* Open now, when and how one travels; chips for kinds and services. */
"use strict";

(function (locator) {
  const { make, icon, say } = locator;
  const section = locator.byId("filters");
  const chips = [];
  let toggle = null;
  let clear = null;
  const TONIGHT = "T23:30";
  const OTHER = "other";
  const today = () => locator.chinaTime(Date.now()).slice(0, 10);
  let openNow = null;
  let when = null;
  let other = null;
  let travel = null;

  function chip(parameter, row) {
    const button = make(
      "button",
      { type: "button", class: "chip", "aria-pressed": "false", "data-filter": parameter + ":" + row.key },
      icon(row.icon),
      make("span", null, row.name)
    );
    if (row.colour) button.style.setProperty("--kind", row.colour);
    button.addEventListener("click", () => {
      const words = locator.state[parameter];
      const without = words.filter((word) => word !== row.key);
      locator.change({ [parameter]: without.length < words.length ? without : words.concat(row.key) });
    });
    chips.push({ button, parameter, row });
    return button;
  }

  function group(parameter, label, rows) {
    const strip = make("div", { class: "strip", role: "group", "aria-label": label });
    /* What the link asks for stands where it is seen. */
    const on = (row) => locator.state[parameter].includes(row.key);
    rows.sort((a, b) => on(b) - on(a));
    strip.append(...rows.map((row) => chip(parameter, row)));
    return strip;
  }

  /* What the filter on opening is called: open now, then, or on arrival. */
  locator.openName = () => {
    if (locator.state.travel) return say("open_on_arrival");
    return locator.state.when ? say("open_then") : say("open_now");
  };

  function pick(iconName, label, onchange) {
    const select = make("select", { "aria-label": label, onchange: () => onchange(select.value) });
    return { select, box: make("span", { class: "pick" }, icon(iconName), select, icon("down")) };
  }

  function fill(select, rows, value) {
    locator.empty(select).append(...rows.map((row) => make("option", { value: row[0] }, row[1])));
    select.value = value;
  }

  function pickMoment(value) {
    other.box.hidden = value !== OTHER;
    if (value !== OTHER) {
      locator.change({ when: value });
      return;
    }
    /* What the field shows is what is asked, from the start. */
    locator.change({ when: locator.state.when || locator.chinaTime(Date.now()) });
    other.box.hidden = false;
    when.select.value = OTHER;
    other.input.focus();
  }

  /* The row above the filters by what a station is: whether it is open, when, and on the way. */
  function opening() {
    openNow = make(
      "button",
      { type: "button", class: "chip", id: "open-now", "aria-pressed": "true" },
      icon("clock"),
      make("span", null)
    );
    openNow.addEventListener("click", () =>
      locator.change({ open: locator.state.open === "any" ? "possible" : "any" })
    );
    when = pick("calendar", say("when"), pickMoment);
    travel = pick("person", say("travel"), (mode) => locator.change({ travel: mode }));
    when.select.id = "when";
    travel.select.id = "travel";
    when.select.addEventListener("focus", reflectMoment);
    const input = make("input", { type: "datetime-local", id: "when-other", min: "2000-01-01T00:00", max: "2099-12-31T23:59" });
    input.addEventListener("change", () => {
      const moment = input.value.slice(0, 16);
      /* A year that is being typed is none yet. */
      if (locator.isMoment(moment)) locator.change({ when: moment });
    });
    other = { input, box: make("label", { class: "when-other" }, make("span", null, say("when_other_label")), input) };
    other.box.hidden = true;
    const strip = make("div", { class: "strip when", role: "group", "aria-label": say("opening") });
    strip.append(openNow, when.box, travel.box);
    section.append(strip, other.box);
  }

  function reflectMoment() {
    const chosen = locator.state.when;
    const rows = [["", say("now")]];
    const tonight = today() + TONIGHT;
    if (tonight > locator.chinaTime(Date.now()) || chosen === tonight) rows.push([tonight, say("tonight", { time: "23:30" })]);
    rows.push([OTHER, say("when_other")]);
    const isOther = chosen !== "" && chosen !== tonight;
    fill(when.select, rows, isOther ? OTHER : chosen);
    other.box.hidden = !isOther;
    if (isOther && other.input.value.slice(0, 16) !== chosen) other.input.value = chosen;
    when.box.classList.toggle("on", chosen !== "");
  }

  function reflectOpening() {
    openNow.setAttribute("aria-pressed", String(locator.state.open !== "any"));
    openNow.querySelector("span").textContent = locator.openName();
    const modes = locator.data.travel_modes.map((mode) => [mode.key, mode.name]);
    fill(travel.select, [["", say("travel_any")]].concat(modes), locator.state.travel);
    const mode = locator.travelModes[locator.state.travel];
    travel.box.classList.toggle("on", Boolean(mode));
    travel.box.replaceChild(icon(mode ? mode.icon : "navigate"), travel.box.firstChild);
    reflectMoment();
  }

  function build() {
    opening();
    const label = make("span", null, say("filters"));
    toggle = make(
      "button",
      { type: "button", class: "chip toggle", "aria-expanded": "false" },
      icon("sliders"),
      label,
      icon("down")
    );
    toggle.addEventListener("click", () => {
      const open = section.classList.toggle("open");
      toggle.setAttribute("aria-expanded", String(open));
    });
    clear = locator.button(
      say("clear"),
      "close",
      () => {
        locator.change({ kind: [], service: [] });
        toggle.focus();
      },
      "chip clear"
    );
    /* Also what the link asks for, though no station offers it. */
    const offered = (parameter) => (row) => row.offered > 0 || locator.state[parameter].includes(row.key);
    const kinds = locator.data.kinds.filter(offered("kind"));
    const services = locator.data.services.filter(offered("service"));
    const first = group("kind", locator.data.words.kinds, kinds);
    section.append(make("div", { class: "filter-row" }, toggle, first));
    if (services.length) section.append(group("service", locator.data.words.services, services));
    section.append(clear);
  }

  function reflect() {
    const count = locator.state.kind.length + locator.state.service.length;
    section.hidden = !locator.state.place;
    reflectOpening();
    for (const { button, parameter, row } of chips) {
      button.setAttribute("aria-pressed", String(locator.state[parameter].includes(row.key)));
    }
    toggle.querySelector("span").textContent = count ? say("filters_on", { n: count }) : say("filters");
    clear.hidden = !count;
  }

  build();
  reflect();
  locator.on("state", reflect);
})(window.locator);
