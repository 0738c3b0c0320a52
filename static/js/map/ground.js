/* What the map lies on: the bundled basemap, or the tiles of a server that was set. */
"use strict";

(function (locator) {
  const L = window.L;
  if (!L) return; /* Leaflet did not load: the list goes on without a map. */
  const LATEST_MS = 1500;
  /* From which zoom level a place's name is drawn, by its rank. */
  const LABELS_FROM = { 1: 7, 2: 9, 3: 11 };

  /* An empty map in the page's box for it, as all pages have it; `more` are Leaflet's options. */
  locator.makeMap = (more) => {
    const moves = !locator.isStill();
    const usual = {
      attributionControl: false,
      zoomControl: false,
      minZoom: 5,
      maxZoom: 19,
      fadeAnimation: moves,
      zoomAnimation: moves,
      markerZoomAnimation: moves,
      inertia: moves,
    };
    return L.map(locator.empty(locator.byId("map")), Object.assign(usual, more));
  };

  locator.addZoom = (map) =>
    L.control.zoom({ zoomInTitle: locator.say("zoom_in"), zoomOutTitle: locator.say("zoom_out") }).addTo(map);

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--map-" + name).trim();
  }

  function style(feature) {
    const layer = feature.properties.layer;
    const line = (name, weight, dash) => ({ color: colour(name), weight, fill: false, dashArray: dash });
    const area = (name) => ({ stroke: false, fill: true, fillColor: colour(name), fillOpacity: 1 });
    const styles = {
      province: Object.assign(area("land"), { stroke: true, color: colour("border"), weight: 2 }),
      urban: area("urban"),
      lake: area("water"),
      river: line("water", 2),
      county: line("county", 1, "2 4"),
      prefecture: line("border", 1),
    };
    return styles[layer];
  }

  const ORDER = ["province", "urban", "lake", "river", "county", "prefecture"];

  function label(feature) {
    const { rank, name_zh, name_en } = feature.properties;
    const name = document.documentElement.lang === "en" ? name_en : name_zh;
    const [lon, lat] = feature.geometry.coordinates;
    const text = locator.make("span", null, name);
    const made = L.divIcon({ className: "place-name rank-" + rank, html: text, iconSize: [0, 0] });
    return L.marker([lat, lon], { icon: made, interactive: false, keyboard: false, pane: "names" });
  }

  function labels(map, places) {
    const layers = {};
    for (const rank of Object.keys(LABELS_FROM)) layers[rank] = L.layerGroup();
    places.forEach((place) => layers[place.properties.rank].addLayer(label(place)));
    const reflect = () => {
      for (const [rank, layer] of Object.entries(layers)) {
        if (map.getZoom() >= LABELS_FROM[rank]) layer.addTo(map);
        else layer.remove();
      }
    };
    map.on("zoomend", reflect);
    reflect();
  }

  /* A page without a server has brought it along; the stations are drawn before what lies under them. */
  function basemap() {
    if (locator.ground) return firstMarks().then(() => locator.ground);
    return fetch(locator.data.map.basemap, { credentials: "omit" }).then((answer) => answer.json());
  }

  function firstMarks() {
    return new Promise((resolve) => {
      const soon = () => setTimeout(resolve, 0);
      locator.on("marks", () => window.requestAnimationFrame(soon));
      setTimeout(resolve, LATEST_MS);
    });
  }

  function drawBasemap(map) {
    const renderer = L.canvas({ padding: 0.5, pane: "ground" });
    return basemap()
      .then((collection) => {
        const by = (layer) => collection.features.filter((f) => f.properties.layer === layer);
        const areas = L.geoJSON(ORDER.reduce((all, layer) => all.concat(by(layer)), []), {
          style,
          renderer,
          interactive: false,
          pane: "ground",
        }).addTo(map);
        labels(map, by("place"));
        if (window.matchMedia) {
          const dark = window.matchMedia("(prefers-color-scheme: dark)");
          if (dark.addEventListener) dark.addEventListener("change", () => areas.setStyle(style));
        }
      });
  }

  function drawTiles(map, tiles) {
    for (const address of tiles.urls) {
      L.tileLayer(address, {
        subdomains: tiles.servers || "a",
        maxNativeZoom: tiles.max_zoom,
        maxZoom: 19,
        referrerPolicy: "no-referrer",
      }).addTo(map);
    }
  }

  locator.drawGround = (map) => {
    map.createPane("ground").style.zIndex = 150;
    map.createPane("names").style.zIndex = 420;
    map.getPane("names").style.pointerEvents = "none";
    const { tiles, credits } = locator.data.map;
    /* Leaflet takes markup here; what operators write is text. */
    const credit = L.control.attribution({ prefix: false });
    credit.addTo(map);
    const text = locator.make("span", null, credits.join(" · "));
    credit.getContainer().append(text);
    /* What else lies on the map stays above: the law wants the notice seen. */
    const measure = () =>
      document.documentElement.style.setProperty("--credit", credit.getContainer().offsetHeight + "px");
    measure();
    map.on("resize", measure);
    if (tiles) drawTiles(map, tiles);
    else drawBasemap(map).catch(() => {});
  };
})(window.locator);
