/* All stations in view, as dots and counts on one canvas; loaded by what is in view. */
"use strict";

(function (locator) {
  const L = window.L;
  if (!L) return; /* Leaflet did not load: the list goes on without a map. */
  const PAUSE_MS = 120;
  const KEPT_ANSWERS = 40;
  const MINUTE_MS = 60000;
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

  /* The same stations as the list's: on the way somewhere, those that are open on arrival. */
  function parameters() {
    const place = locator.state.place;
    const datum = locator.data.map.datum;
    const asked = Object.assign({ bbox: box(), zoom: Math.round(map.getZoom()), coordsys: datum }, locator.asked());
    /* Before there is a list there is no filter to see, and to switch off. */
    if (!place) Object.assign(asked, { open: "any", travel: "" });
    if (!asked.travel) return Promise.resolve(asked);
    return locator
      .convert([[place.lon, place.lat]], "wgs84", datum)
      .then((points) => Object.assign(asked, { lon: points[0][0], lat: points[0][1] }));
  }

  /* Which answer this is: while "now" is asked for, one of this minute. */
  function keyOf(asked) {
    const isNow = locator.state.open !== "any" && !locator.state.when;
    return JSON.stringify([asked, isNow ? Math.floor(Date.now() / MINUTE_MS) : 0]);
  }

  function load() {
    /* A phone that shows its list pays for no marks. */
    if (!locator.isWide() && locator.state.view !== "map") return;
    if (aborter) aborter.abort();
    const mine = new AbortController();
    aborter = mine;
    parameters().then(
      (asked) => mine === aborter && loadMarks(asked, mine),
      () => {
        /* The marks that are there stay; the next move asks again. */
      }
    );
  }

  function loadMarks(asked, mine) {
    const key = keyOf(asked);
    if (key === shown) return;
    if (answers.has(key)) {
      draw(answers.get(key), key);
      return;
    }
    locator.askOnce("/api/v1/stations", asked, mine).then(
      (body) => {
        if (answers.size >= KEPT_ANSWERS) answers.delete(answers.keys().next().value);
        answers.set(key, body);
        if (mine === aborter) draw(body, key);
      },
      () => {
        /* As above. */
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

  /* Where nothing hovers a tap would leave the name standing beside its card. */
  locator.nameOnHover = (layer, name, above) => {
    if (!window.matchMedia("(hover: hover)").matches) return;
    layer.bindTooltip(locator.make("span", { lang: "zh-CN" }, name), { direction: "top", offset: [0, above] });
  };

  /* A station's number in the list, where it stands on the map; `more` are Leaflet's options. */
  locator.pin = (feature, point, more) => {
    const { kind: key, name, rank } = feature.properties;
    const kind = locator.kinds[key];
    const face = locator.make("span", null, String(rank));
    face.style.setProperty("--kind", kind.colour);
    face.style.setProperty("--kind-ink", kind.ink);
    const icon = L.divIcon({ className: "pin", html: face, iconSize: [44, 44], iconAnchor: [22, 40] });
    const marker = L.marker([point[1], point[0]], Object.assign({ icon, keyboard: false, alt: name }, more));
    locator.nameOnHover(marker, name, -38);
    return marker;
  };

  function dot(row) {
    const [lon, lat, kind, id, name] = row;
    const mark = L.circleMarker([lat, lon], {
      renderer,
      radius: 7,
      stroke: true,
      color: colour("dot-edge"),
      weight: 2,
      fillColor: locator.kinds[kind].colour,
      fillOpacity: 1,
      bubblingMouseEvents: false,
    });
    locator.nameOnHover(mark, name, -6);
    return mark.on("click", () => locator.emit("dot", id));
  }

  function draw(body, key) {
    shown = key;
    const next = L.layerGroup(body.clusters.map(count).concat(body.stations.map(dot)));
    next.addTo(map);
    if (layer) layer.remove();
    layer = next;
  }

  /* `first`, where the page came with it, is drawn at once. */
  locator.drawMarks = (on, first) => {
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
    locator.on("answered", soon);
    window.addEventListener("resize", soon);
    if (first) draw(first, "");
    load();
  };
})(window.locator);
