/* The embedded map: it takes the wheel and the finger only after it was touched, so that the page
   around it can be scrolled over it. */
"use strict";

(function (locator) {
  const L = window.L;
  const { byId, make, say } = locator;
  const { embed } = locator.data;
  const datum = locator.data.map.datum;
  const card = byId("map-card");
  /* From here on pins of one list stand apart. */
  const PINS_FROM = 13;
  const STATION_ZOOM = 16;
  let map = null;
  let pins = null;
  let me = null;
  let drawing = 0;
  let showing = 0;

  const toMap = (points) => locator.convert(points, "wgs84", datum);

  /* Those near the middle stand above. */
  const clickable = (feature, point) =>
    locator
      .pin(feature, point, { zIndexOffset: 1000 * (100 - feature.properties.rank) })
      .on("click", () => locator.showStation(feature, false));

  function drawPins(features) {
    drawing += 1;
    const mine = drawing;
    const isDrawn = features.length && (locator.isAllListed || map.getZoom() >= PINS_FROM);
    const points = isDrawn ? features.map((feature) => feature.geometry.coordinates) : [];
    const moved = points.length ? toMap(points) : Promise.resolve([]);
    moved.then(
      (found) => {
        if (mine !== drawing) return;
        pins.clearLayers();
        found.forEach((point, i) => pins.addLayer(clickable(features[i], point)));
      },
      () => {
        /* The marks say the same without numbers. */
      }
    );
  }

  locator.showStation = (feature, move) => {
    showing += 1;
    const mine = showing;
    const body = locator.empty(byId("map-card-body"));
    /* Its number in the list changes as the map moves to it. */
    const properties = Object.assign({}, feature.properties, { rank: 0 });
    body.append(locator.card(Object.assign({}, feature, { properties })));
    card.hidden = false;
    card.scrollTop = 0;
    if (!move) return;
    locator.focusOn(body.querySelector("h3"));
    byId("map").scrollIntoView({ block: "nearest" });
    if (!map) return;
    toMap([feature.geometry.coordinates]).then(
      (points) => {
        if (mine !== showing) return;
        map.setView([points[0][1], points[0][0]], Math.max(map.getZoom(), STATION_ZOOM), { animate: false });
        /* Amid what the card leaves free. */
        map.panBy([0, (map.getSize().y - card.offsetTop) / 2], { animate: false });
      },
      () => {}
    );
  };

  function closeCard() {
    showing += 1;
    if (card.contains(document.activeElement)) {
      const row = locator.rowOf(card.querySelector(".card").dataset.id);
      locator.focusOn(row ? row.querySelector(".name") : byId("stations"));
    }
    card.hidden = true;
  }

  function showDot(id) {
    const listed = locator.features.find((feature) => feature.id === id);
    if (listed) {
      locator.showStation(listed, false);
      return;
    }
    showing += 1;
    const mine = showing;
    locator.askStation(id).then(
      (feature) => {
        if (mine !== showing) return;
        locator.tell([feature]);
        locator.showStation(feature, false);
      },
      () => mine === showing && locator.toast(make("span", null, say("failed_title")))
    );
  }

  /* Where the visitor is: marked, in the middle, and what distances count from. */
  locator.goTo = (place) =>
    toMap([[place.lon, place.lat]]).then((points) => {
      const spot = L.latLng(points[0][1], points[0][0]);
      if (!me) {
        const icon = L.divIcon({ className: "me", html: make("span", null), iconSize: [44, 44] });
        me = L.marker(spot, { icon, interactive: false, keyboard: false }).addTo(map);
      }
      me.setLatLng(spot);
      locator.change({ place: Object.assign({ spot }, place) });
      map.setView(spot, Math.max(map.getZoom(), PINS_FROM + 1), { animate: false });
    });

  function setView() {
    const { bbox, lon, lat, zoom } = embed.view;
    if (bbox) map.fitBounds([[bbox[1], bbox[0]], [bbox[3], bbox[2]]], { maxZoom: STATION_ZOOM, animate: false });
    else map.setView([lat, lon], zoom, { animate: false });
  }

  /* Without it a frame of its own page keeps the visitor from scrolling on. */
  function takeTouchesOnceTouched(box) {
    if (window.parent === window) {
      map.scrollWheelZoom.enable();
      return;
    }
    map.on("focus click", () => map.scrollWheelZoom.enable());
    map.on("blur", () => map.scrollWheelZoom.disable());
    if (!window.matchMedia("(pointer: coarse)").matches) return;
    map.dragging.disable();
    const hint = make("p", { class: "tap-hint" }, say("tap_to_move"));
    box.append(hint);
    map.once("click", () => {
      map.dragging.enable();
      hint.remove();
    });
  }

  locator.startMap = () => {
    map = locator.makeMap({ scrollWheelZoom: false });
    if (embed.controls) locator.addZoom(map);
    setView();
    locator.map = map;
    locator.drawGround(map);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
    pins = L.layerGroup().addTo(map);
    if (embed.radius_m) locator.drawAreas(map);
    locator.drawMarks(map, embed.marks);
    takeTouchesOnceTouched(map.getContainer());
    locator.on("dot", showDot);
    locator.on("features", drawPins);
    map.on("click", closeCard);
    byId("map-card-close").addEventListener("click", closeCard);
    card.addEventListener("keydown", (event) => event.key === "Escape" && closeCard());
    drawPins(locator.features);
  };
})(window.locator);
