/* All stations in view, as dots and counts on one canvas; loaded by what is in view. */
"use strict";

(function (locator) {
  const L = window.L;
  if (!L) return; /* Leaflet did not load: the list goes on without a map. */
  const PAUSE_MS = 120;
  const KEPT_ANSWERS = 40;
  const answers = new Map();
  let map = null;
  let layer = null;
  let renderer = null;
  let aborter = null;
  let shown = "";

  /* A canvas that also draws a number in a circle. */
  const Canvas = L.Canvas.extend({
    _updateCount(mark) {
      this._updateCircle(mark);
      if (!this._drawing || mark._empty()) return;
      const context = this._ctx;
      context.save();
      context.globalAlpha = 1;
      context.fillStyle = mark.options.ink;
      context.font = "600 12px system-ui, sans-serif";
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillText(mark.options.label, mark._point.x, mark._point.y + 0.5);
      context.restore();
    },
  });
  const Count = L.CircleMarker.extend({
    _updatePath() {
      this._renderer._updateCount(this);
    },
  });

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--map-" + name).trim();
  }

  /* The box asked for is rounded outwards to quarters of the view, so that near views share it. */
  function box() {
    const bounds = map.getBounds().pad(0.35);
    const step = 360 / Math.pow(2, map.getZoom() + 1);
    const down = (value) => Math.floor(value / step) * step;
    const up = (value) => Math.ceil(value / step) * step;
    const cut = (value, limit) => Math.max(-limit, Math.min(limit, value)).toFixed(5);
    return [
      cut(down(bounds.getWest()), 180),
      cut(down(bounds.getSouth()), 85),
      cut(up(bounds.getEast()), 180),
      cut(up(bounds.getNorth()), 85),
    ].join(",");
  }

  function load() {
    const parameters = {
      bbox: box(),
      zoom: Math.round(map.getZoom()),
      kind: locator.state.kind,
      service: locator.state.service,
      coordsys: locator.data.map.datum,
    };
    const address = locator.address("/api/v1/stations", parameters);
    if (address === shown) return;
    if (aborter) aborter.abort();
    if (answers.has(address)) {
      draw(answers.get(address), address);
      return;
    }
    const mine = new AbortController();
    aborter = mine;
    locator.askOnce("/api/v1/stations", parameters, mine).then(
      (body) => {
        if (answers.size >= KEPT_ANSWERS) answers.delete(answers.keys().next().value);
        answers.set(address, body);
        if (mine === aborter) draw(body, address);
      },
      () => {
        /* The marks that are there stay; the next move asks again. */
      }
    );
  }

  function count(row) {
    const [lon, lat, number] = row;
    const label = number > 999 ? Math.round(number / 100) / 10 + "k" : String(number);
    return new Count([lat, lon], {
      renderer,
      radius: 10 + Math.min(10, 1.1 * Math.log2(number)),
      stroke: true,
      color: colour("count-edge"),
      weight: 3,
      fillColor: colour("count"),
      fillOpacity: 0.94,
      ink: colour("count-ink"),
      label,
      bubblingMouseEvents: false,
    }).on("click", () => map.setView([lat, lon], Math.min(map.getZoom() + 2, 18)));
  }

  function dot(row) {
    const [lon, lat, kind, id, name] = row;
    return L.circleMarker([lat, lon], {
      renderer,
      radius: 7,
      stroke: true,
      color: colour("dot-edge"),
      weight: 2,
      fillColor: locator.kinds[kind].colour,
      fillOpacity: 1,
      bubblingMouseEvents: false,
    })
      .on("click", () => locator.emit("dot", id))
      .bindTooltip(locator.make("span", null, name), { direction: "top", offset: [0, -6] });
  }

  function draw(body, address) {
    shown = address;
    const next = L.layerGroup(body.clusters.map(count).concat(body.stations.map(dot)));
    next.addTo(map);
    if (layer) layer.remove();
    layer = next;
    locator.emit("marks", body);
  }

  locator.drawMarks = (on) => {
    map = on;
    map.createPane("marks").style.zIndex = 410;
    /* The tolerance makes a finger's target of a dot: 7 + 15 pixels each way. */
    renderer = new Canvas({ padding: 0.4, tolerance: 15, pane: "marks" });
    let timer = 0;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(load, PAUSE_MS);
    };
    map.on("moveend", soon);
    locator.on("state", soon);
    load();
  };
})(window.locator);
