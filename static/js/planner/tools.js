/* Buttons on the map: full screen, measure, print. */
"use strict";

(function (planner) {
  const L = window.L;
  const SVG = "http://www.w3.org/2000/svg";
  /* What of a sheet of A4 the map may take, at 96 pixels an inch. */
  const PAPER_PX = { x: 703, y: 620 };
  const PICTURES = {
    full_screen: "M3 8V3h5M12 3h5v5M17 12v5h-5M8 17H3v-5",
    measure: "M2 13 13 2l5 5L7 18zM6 9l2 2M9 6l3 3M12 3l2 2",
    print: "M6 7V2h8v5M5 14H2V7h16v7h-3M6 11h8v7H6z",
  };

  function button(name, onclick) {
    const made = planner.make("button", { type: "button", "aria-label": planner.word(name), title: planner.word(name) });
    const svg = document.createElementNS(SVG, "svg");
    const path = document.createElementNS(SVG, "path");
    svg.setAttribute("viewBox", "0 0 20 20");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", PICTURES[name]);
    svg.append(path);
    made.append(svg);
    made.addEventListener("click", onclick);
    return made;
  }

  function control(map, position, element) {
    const made = L.control({ position });
    made.onAdd = () => element;
    made.addTo(map);
    L.DomEvent.disableClickPropagation(element);
    L.DomEvent.disableScrollPropagation(element);
  }
  planner.control = control;

  function toggleFullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen().catch(() => {});
  }

  function addMeasure(map, bar) {
    const output = planner.make("p", { class: "planner-measured", role: "status", hidden: "" });
    control(map, "topleft", output);
    const measure = new planner.Measure(map, output);
    const toggle = button("measure", () => {
      measure.turn(!measure.isOn);
      toggle.setAttribute("aria-pressed", String(measure.isOn));
    });
    toggle.setAttribute("aria-pressed", "false");
    bar.append(toggle);
    document.addEventListener("keydown", (event) => {
      if (!measure.isOn) return;
      if (event.key === "Escape") toggle.click();
      if (event.key === "Backspace" && !/^(INPUT|SELECT)$/.test(event.target.tagName)) measure.back();
    });
    return measure;
  }

  /*
   * On paper the map keeps its size in pixels, scaled to the sheet. It can't be drawn anew: what is
   * drawn on a canvas within beforeprint Chromium prints upon opaque white.
   */
  function fitPaper(map) {
    const { style } = map.getContainer();
    window.addEventListener("beforeprint", () => {
      const { x, y } = map.getSize();
      document.querySelectorAll(".planner-more, .planner-layers").forEach((one) => (one.open = true));
      document.documentElement.classList.add("planner-printing");
      style.width = x + "px";
      style.height = y + "px";
      style.zoom = Math.min(1, PAPER_PX.x / x, PAPER_PX.y / y);
    });
    window.addEventListener("afterprint", () => {
      document.documentElement.classList.remove("planner-printing");
      style.width = style.height = style.zoom = "";
    });
  }

  planner.addTools = (map) => {
    const bar = planner.make("div", { class: "leaflet-bar planner-tools" });
    if (document.fullscreenEnabled) bar.append(button("full_screen", toggleFullScreen));
    const measure = addMeasure(map, bar);
    bar.append(button("print", () => window.print()));
    control(map, "topleft", bar);
    fitPaper(map);
    return measure;
  };
})(window.locator.planner);
