/* The map in step with the list: the person's point, numbered pins, and one station's card. */
"use strict";

(function (locator) {
  const L = window.L;
  if (!L) return; /* Leaflet did not load: the list goes on without a map. */
  /* A smaller ring would only crowd the point. */
  const SMALLEST_RING_PX = 56;
  const card = locator.byId("map-card");
  const datum = locator.data.map.datum;
  let map = null;
  let me = null;
  let circle = null;
  let pins = null;
  let rings = null;
  let drawing = 0;
  let showing = 0;
  let cardIsOld = false;

  /* Positions as the map is drawn: [lon, lat] pairs, moved where its tiles are in GCJ-02. */
  const toMap = (points) => locator.convert(points, "wgs84", datum);
  const fromMap = (latlng) => {
    const spot = latlng.wrap();
    return locator.convert([[spot.lng, spot.lat]], datum, "wgs84").then((points) => points[0]);
  };

  function pin(feature, point) {
    const above = { zIndexOffset: 1000 * (100 - feature.properties.rank) };
    return locator.pin(feature, point, above).on("click", () => {
      locator.showInList(feature.id);
      locator.showStation(feature, false);
    });
  }

  const failed = () => locator.toast(locator.make("span", null, locator.say("failed_title")));

  function drawPins(features) {
    drawing += 1;
    const mine = drawing;
    const points = features.map((feature) => feature.geometry.coordinates);
    if (!points.length) {
      pins.clearLayers();
      return Promise.resolve();
    }
    return toMap(points).then((moved) => {
      if (mine !== drawing) return;
      pins.clearLayers();
      features.forEach((feature, i) => pins.addLayer(pin(feature, moved[i])));
    });
  }

  function moveTo(latlng) {
    const before = locator.state.place;
    fromMap(latlng).then((point) => {
      if (before !== locator.state.place) return;
      locator.go({ lon: point[0], lat: point[1], from: "picked" });
      /* Not a step back in the history: a move of some metres is none. */
      const undo = locator.button(locator.say("undo"), null, () => locator.change({ place: before }), "button plain");
      locator.toast(locator.make("span", null, locator.say("moved")), undo);
      undo.addEventListener("click", locator.hideToast);
    }, () => {
      failed();
      drawMe().catch(() => {});
    });
  }

  function drawMe() {
    const place = locator.state.place;
    if (!place) {
      [me, circle].forEach((layer) => layer && layer.remove());
      me = null;
      circle = null;
      rings.clearLayers();
      return Promise.resolve(null);
    }
    return toMap([[place.lon, place.lat]]).then((points) => {
      if (place !== locator.state.place) return null;
      const spot = L.latLng(points[0][1], points[0][0]);
      if (!me) {
        const face = locator.make("span", null);
        const icon = L.divIcon({ className: "me", html: face, iconSize: [44, 44] });
        me = L.marker(spot, { icon, draggable: true, keyboard: false, zIndexOffset: 200000, alt: "" });
        me.on("dragend", () => moveTo(me.getLatLng()));
        me.addTo(map);
      }
      me.setLatLng(spot);
      drawRings(spot);
      if (circle) circle.remove();
      circle = null;
      if (place.accuracy_m) {
        circle = L.circle(spot, { radius: place.accuracy_m, className: "accuracy", interactive: false });
        circle.addTo(map);
      }
      return spot;
    });
  }

  /* How far is how far: without tiles there are no streets to judge by. */
  function drawRings(spot) {
    rings.clearLayers();
    if (locator.data.map.tiles) return;
    const centre = map.project(spot);
    for (const metres of locator.data.limits.rings_m) {
      const ring = L.circle(spot, { radius: metres, className: "ring", interactive: false });
      const north = L.latLng(spot.lat + metres / 111000, spot.lng);
      if (centre.distanceTo(map.project(north)) < SMALLEST_RING_PX) continue;
      const name = locator.make("span", null, locator.distance(metres));
      const icon = L.divIcon({ className: "ring-name", html: name, iconSize: [0, 0] });
      rings.addLayer(ring);
      rings.addLayer(L.marker(north, { icon, interactive: false, keyboard: false, pane: "names" }));
    }
  }

  /* The person and the nearest few, all in view. */
  function fit(spot) {
    const near = pins.getLayers().slice(0, 5).map((marker) => marker.getLatLng());
    const bounds = L.latLngBounds(near.concat([spot]));
    map.fitBounds(bounds, { paddingTopLeft: [48, 96], paddingBottomRight: [48, 56], maxZoom: 16, animate: !locator.isStill() });
  }

  function arrange() {
    return Promise.all([drawMe(), drawPins(locator.features)]).then((done) => done[0] && fit(done[0]), failed);
  }

  locator.showStation = (feature, move) => {
    showing += 1;
    const body = locator.empty(locator.byId("map-card-body"));
    body.append(locator.card(feature));
    card.hidden = false;
    card.scrollTop = 0;
    locator.showInList(feature.id);
    if (!move) return;
    /* On a phone the button that was pressed has gone with the list. */
    if (!locator.isWide()) locator.focusOn(body.querySelector("h3"));
    const mine = showing;
    toMap([feature.geometry.coordinates]).then((points) => {
      if (mine !== showing) return;
      map.invalidateSize({ pan: false });
      map.setView([points[0][1], points[0][0]], Math.max(map.getZoom(), 16), { animate: false });
      /* Amid what the card leaves free; on a wide map it leaves the middle. */
      const over = map.getSize().y - card.offsetTop;
      if (!locator.isWide()) map.panBy([0, over / 2], { animate: false });
    }, failed);
  };

  function closeCard() {
    showing += 1;
    if (card.contains(document.activeElement)) locator.focusOn(locator.byId(locator.isWide() ? "map" : "view-map"));
    card.hidden = true;
  }

  function showDot(id) {
    const listed = locator.features.find((feature) => feature.id === id);
    if (listed) locator.showStation(listed, false);
    else askDot(id);
  }

  function askDot(id) {
    showing += 1;
    const mine = showing;
    locator.askStation(id).then(
      (feature) => {
        if (mine !== showing) return;
        locator.tell([feature]);
        locator.showStation(feature, false);
      },
      () => mine === showing && failed()
    );
  }

  /* After another time or way of travelling: what an open card says is of the one before. */
  function renewCard() {
    const shown = card.querySelector(".card");
    if (cardIsOld && !card.hidden && shown) showDot(shown.dataset.id);
    cardIsOld = false;
  }

  locator.startMap = () => {
    map = locator.makeMap();
    locator.addZoom(map);
    /* Nothing is known yet of where people are. */
    const [west, south, east, north] = locator.data.map.region;
    map.fitBounds([[south, west], [north, east]]);
    locator.map = map;
    locator.drawGround(map);
    rings = L.layerGroup().addTo(map);
    pins = L.layerGroup().addTo(map);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
    map.once("movestart", () => map.once("dragstart click", () => (locator.byId("map-help").hidden = true)));
    locator.drawMarks(map);
    map.on("zoomend", () => me && drawRings(me.getLatLng()));
    map.on("click", (event) => moveTo(event.latlng));
    locator.on("dot", showDot);
    locator.on("features", () => {
      arrange();
      renewCard();
    });
    locator.on("refreshed", (features) => drawPins(features).catch(() => {}));
    locator.on("state", (before) => {
      if (before.place !== locator.state.place) {
        closeCard();
        drawMe().catch(failed);
      } else if (locator.isAskedAnew(before)) {
        cardIsOld = true;
      }
      setTimeout(() => map.invalidateSize(), 0);
    });
    window.addEventListener("resize", () => map.invalidateSize());
    locator.byId("map-card-close").addEventListener("click", closeCard);
    card.addEventListener("keydown", (event) => event.key === "Escape" && closeCard());
    return arrange();
  };
})(window.locator);
