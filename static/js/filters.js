/* Chips for kinds and services. */
"use strict";

(function (locator) {
  const { make, icon, say } = locator;
  const section = locator.byId("filters");
  const chips = [];
  let toggle = null;
  let clear = null;

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

  function build() {
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
