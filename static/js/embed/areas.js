/* The service areas of the stations shown: circles of one radius, filled once, so of one tone. */
"use strict";

(function (locator) {
  const { planner } = locator;
  if (!window.L || !planner) return; /* None are asked for. */
  const PAUSE_MS = 120;
  const TONE = 0.3;
  let map = null;
  let centres = [];
  let shown = "";
  let aborter = null;

  const colour = () => window.getComputedStyle(document.documentElement).getPropertyValue("--area").trim();

  function draw(context, view) {
    context.beginPath();
    for (const [lon, lat] of centres) {
      planner.traceCircle(context, view, planner.unitX(lon), lat, locator.data.embed.radius_m);
    }
    context.fillStyle = colour();
    context.globalAlpha = TONE;
    context.fill();
    context.globalAlpha = 1;
  }

  function parameters() {
    const bounds = map.getBounds().pad(0.2);
    const cut = (value, limit) => Math.max(-limit, Math.min(limit, value)).toFixed(3);
    const box = [
      cut(bounds.getWest(), 180), cut(bounds.getSouth(), 85), cut(bounds.getEast(), 180), cut(bounds.getNorth(), 85),
    ];
    return Object.assign(
      { bbox: box.join(","), zoom: Math.round(map.getZoom()), radius_m: locator.data.embed.radius_m },
      { coordsys: locator.data.map.datum },
      locator.asked()
    );
  }

  function load(layer) {
    const asked = parameters();
    const key = JSON.stringify(asked);
    if (key === shown) return;
    if (aborter) aborter.abort();
    const mine = new AbortController();
    aborter = mine;
    locator.askOnce("/api/v1/areas", asked, mine).then(
      (body) => {
        if (mine !== aborter) return;
        shown = key;
        centres = body.centres;
        layer.redraw();
      },
      () => {
        /* The areas that are there stay; the next move asks again. */
      }
    );
  }

  locator.drawAreas = (on) => {
    map = on;
    const pane = map.createPane("areas");
    pane.style.zIndex = 320;
    pane.style.pointerEvents = "none";
    const layer = new planner.Canvas(draw, { pane: "areas", padding: 0.2 }).addTo(map);
    let timer = 0;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(load, PAUSE_MS, layer);
    };
    map.on("moveend", soon);
    locator.on("state", soon);
    load(layer);
  };
})(window.locator);
