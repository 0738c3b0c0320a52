/* The table of the stations in view: the page's own at first, then those nearest to the middle. */
"use strict";

(function (locator) {
  const { byId, say } = locator;
  const { embed } = locator.data;
  const rows = byId("rows");
  const template = byId("row");
  const caption = byId("stations-title");
  const more = byId("more");
  /* Corners on Leaflet's sphere; the ellipsoid differs by less. */
  const SURELY = 1.01;
  /* Farther than this the corners of a view aren't what is farthest. */
  const FARTHEST_M = 5e6;
  let aborter = null;
  let wanted = embed.page_size;

  const ids = (features) => features.map((feature) => feature.id).join();

  function fill(row, name, text) {
    const cell = row.querySelector('[data-field="' + name + '"]');
    cell.textContent = text;
    return cell;
  }

  /* A row as the server writes it: its markup stands in the page once. */
  function makeRow(feature) {
    const row = document.importNode(template.content, true).querySelector("tr");
    const { properties } = feature;
    const known = (properties.services || []).map((key) => locator.services[key]).filter(Boolean);
    row.dataset.id = feature.id;
    row.querySelector(".open-state").dataset.station = feature.id;
    fill(row, "name", properties.name);
    fill(row, "kind", locator.kinds[properties.kind].name);
    row.querySelector('[data-field="sample"]').hidden = properties.position !== "modelled";
    fill(row, "services", known.map((one) => one.name).join(say("comma")));
    fill(row, "address", properties.address || "");
    return row;
  }

  locator.rowOf = (id) => Array.from(rows.children).find((row) => row.dataset.id === id);

  function colour() {
    Array.from(rows.children).forEach((row, i) => {
      const kind = locator.kinds[locator.features[i].properties.kind];
      const rank = row.querySelector(".rank");
      rank.textContent = String(i + 1);
      rank.style.setProperty("--kind", kind.colour);
      rank.style.setProperty("--kind-ink", kind.ink);
    });
  }

  /* Distances count from where the visitor is; from the map's middle they would mislead. */
  function plain(feature, i) {
    const properties = Object.assign({}, feature.properties, { rank: i + 1 });
    if (!locator.state.place) {
      delete properties.distance_m;
      delete properties.bearing_deg;
    }
    return Object.assign({}, feature, { properties });
  }

  function title(count, isAll) {
    if (!count) return say("listed_none");
    if (!isAll) return say("listed_near", { n: count });
    return count === 1 ? say("listed_one") : say("listed_all", { n: count });
  }

  function drawRows() {
    const focused = document.activeElement.closest("#rows tr");
    locator.empty(rows).append(...locator.features.map(makeRow));
    colour();
    if (!focused) return;
    const again = locator.rowOf(focused.dataset.id);
    locator.focusOn(again ? again.querySelector("button") : byId("stations"));
  }

  function show(features, isAll) {
    const isNew = ids(features) !== ids(locator.features);
    locator.features = features;
    locator.answered = Date.now();
    locator.tell(features);
    if (isNew) drawRows();
    locator.drawOpenLines();
    const text = title(features.length, isAll);
    if (caption.textContent !== text) caption.textContent = text;
    if (isNew) locator.announce(text);
    locator.isAllListed = isAll;
    if (more) more.hidden = isAll || wanted >= embed.most_listed;
    locator.emit("answered");
    locator.emit("features", features);
  }

  /* Where the search begins and how far it goes: all that is in view lies within. */
  function around(map) {
    const bounds = map.getBounds();
    const place = locator.state.place;
    const isPlaceSeen = place && bounds.contains(place.spot);
    const start = isPlaceSeen ? place.spot : map.getCenter();
    const corners = [bounds.getNorthWest(), bounds.getNorthEast(), bounds.getSouthWest(), bounds.getSouthEast()];
    const reach = Math.max(...corners.map((corner) => map.distance(start, corner))) * SURELY;
    const wrapped = start.wrap();
    return {
      lon: wrapped.lng.toFixed(6),
      lat: Math.max(-90, Math.min(90, wrapped.lat)).toFixed(6),
      coordsys: locator.data.map.datum,
      max_distance_m: reach < FARTHEST_M ? Math.ceil(reach) : "",
    };
  }

  function within(bounds, features) {
    const points = features.map((feature) => feature.geometry.coordinates);
    if (!points.length) return Promise.resolve([]);
    const middle = bounds.getCenter().lng;
    return locator.convert(points, "wgs84", locator.data.map.datum).then((moved) =>
      features.filter((feature, i) => {
        /* A map may be turned round the world. */
        const lon = moved[i][0] + 360 * Math.round((middle - moved[i][0]) / 360);
        return bounds.contains([moved[i][1], lon]);
      })
    );
  }

  locator.refresh = () => {
    const { map } = locator;
    if (!map) return Promise.resolve();
    if (aborter) aborter.abort();
    const mine = new AbortController();
    aborter = mine;
    const k = embed.most_listed;
    /* The view that is asked about: by the time of the answer the map may have gone on. */
    const bounds = map.getBounds();
    const asked = Object.assign(around(map), locator.asked(), { k });
    return locator
      .askOnce("/api/v1/nearest", asked, mine)
      .then((body) =>
        within(bounds, body.features).then((seen) => {
          if (mine !== aborter) return;
          const isAll = body.features.length < k && seen.length <= wanted;
          show(seen.slice(0, wanted).map(plain), isAll);
        })
      )
      .catch(() => mine === aborter && (caption.textContent = say("list_failed")));
  };

  rows.addEventListener("click", (event) => {
    const row = event.target.closest("tr");
    const feature = row && locator.features.find((one) => one.id === row.dataset.id);
    if (feature) locator.showStation(feature, true);
  });
  if (more) {
    more.addEventListener("click", () => {
      const before = locator.features.length;
      wanted = embed.most_listed;
      locator.refresh().then(() => {
        const row = rows.children[before];
        if (row) locator.focusOn(row.querySelector("button"));
      });
    });
  }

  locator.startList = () => {
    locator.features = embed.features.map(plain);
    locator.tell(locator.features);
    locator.isAllListed = embed.features.length === embed.total;
    colour();
    locator.drawOpenLines();
    if (more) more.hidden = locator.isAllListed;
  };
})(window.locator);
