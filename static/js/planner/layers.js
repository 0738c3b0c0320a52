/* The box of layers and their legend. */
"use strict";

(function (planner) {
  /* Colours come as data, and a strict policy forbids style attributes: scripts may set them. */
  function paint(root) {
    root.querySelectorAll("[data-colour]").forEach((swatch) => {
      swatch.style.backgroundColor = swatch.dataset.colour;
    });
  }

  function figure(value) {
    return value >= 1 ? planner.number(value) : String(value);
  }

  /* The classes of people by square kilometre, in the colours of what is shown. */
  function tellPeople(list, data, which) {
    list.hidden = which === "none";
    if (list.hidden) return;
    const { steps } = data.demand;
    const colours = data.colours[which].slice(-1 - steps.length);
    while (list.firstChild) list.firstChild.remove();
    colours.forEach((colour, i) => {
      const name = i < steps.length ? "up_to" : "above";
      const end = figure(steps[Math.min(i, steps.length - 1)]);
      list.append(planner.make("li", null, planner.make("i", { "data-colour": colour }), planner.word(name, { n: end })));
    });
    list.append(planner.make("li", { class: "planner-unit" }, list.dataset.unit));
    paint(list);
  }

  function toggle(layers, map, isShown) {
    layers.forEach((layer) => (isShown ? layer.addTo(map) : layer.remove()));
  }

  function wire(box, map, data, parts) {
    const legend = (name) => box.querySelector("[data-legend=" + name + "]");
    box.addEventListener("change", (event) => {
      const { name, value, checked, dataset } = event.target;
      if (dataset.kind) parts.stations.show(dataset.kind, checked);
      if (dataset.layer === "areas") toggle([parts.stations.areas], map, checked);
      if (dataset.layer === "gaps") {
        parts.gaps.isShown = checked;
        toggle([parts.gaps.layer, parts.gaps.numbers], map, checked);
      }
      if (name === "planner-districts") {
        parts.districts.level = value;
        parts.districts.layer.redraw();
        legend("districts").hidden = value === "none";
      }
      if (name === "planner-people") {
        parts.demand.which = value;
        parts.demand.layer.redraw();
        tellPeople(legend("people"), data, value);
      }
    });
  }

  planner.addLayers = (map, data, parts) => {
    const template = document.getElementById("planner-layers");
    const box = document.importNode(template.content, true).querySelector("details");
    box.open = window.matchMedia("(min-width: 900px)").matches;
    paint(box);
    planner.control(map, "topright", box);
    wire(box, map, data, parts);
  };
})(window.locator.planner);
