/* Puts the map together: its layers, and what is under a pointer. */
"use strict";

(function (planner) {
  const L = window.L;
  const VIEW = /^#(\d{1,2}(?:\.\d)?)\/(-?\d{1,2}(?:\.\d+)?)\/(-?\d{1,3}(?:\.\d+)?)$/;

  /* The view is kept in the address, so that new settings, and links, keep it. */
  function keepView(map) {
    const found = VIEW.exec(window.location.hash);
    if (found) map.setView(planner.latLng(Number(found[3]), Number(found[2])), Number(found[1]), { animate: false });
    const form = document.querySelector(".planner-settings form");
    if (!form) return;
    map.on("moveend", () => {
      const { lat, lng } = map.getCenter();
      const hash = "#" + [map.getZoom(), lat.toFixed(3), lng.toFixed(3)].join("/");
      window.history.replaceState(null, "", hash);
      form.action = "/map" + hash;
    });
  }

  /* How many pixels on the right the box of layers takes, where it is open and there is room. */
  function aside(map) {
    const box = map.getContainer().querySelector(".planner-layers");
    return box && box.open && map.getSize().x > 760 ? box.offsetWidth + 20 : 0;
  }

  function showAll(map) {
    const corner = [Math.max(24, aside(map)), 44];
    map.fitBounds(map.options.extent, { paddingTopLeft: [44, 12], paddingBottomRight: corner, animate: false });
  }

  function popup(map, at, content) {
    const room = { autoPanPaddingTopLeft: [12, 12], autoPanPaddingBottomRight: [Math.max(12, aside(map)), 12] };
    L.popup({ maxWidth: 290, maxHeight: 300, ...room }).setLatLng(at).setContent(content).openOn(map);
    const button = map.getContainer().querySelector(".leaflet-popup-close-button");
    if (button) button.setAttribute("aria-label", planner.word("close"));
  }

  function showGap(map, data, gaps, i) {
    const gap = data.gaps[i];
    gaps.select(i);
    popup(map, planner.latLng(...gap.spot), planner.gapPopup(data, gap));
  }

  /* A cluster is opened up; stations that stand on one spot are told together. */
  function showStations(map, data, marks, at) {
    const first = marks[0];
    if (first.count > 1) {
      const corner = (x, y) => map.options.crs.pointToLatLng(L.point(x, y), -8);
      const [left, top, right, bottom] = first.box;
      const box = L.latLngBounds(corner(left, bottom), corner(right, top));
      const zoom = Math.max(map.getBoundsZoom(box, false, L.point(60, 60)), map.getZoom() + 1);
      map.setView(box.getCenter(), Math.min(zoom, 16), { animate: !planner.isStill() });
      return;
    }
    const alone = marks.filter((mark) => mark.count === 1).map((mark) => mark.one);
    popup(map, at, planner.stationsPopup(data, alone));
  }

  function wirePointer(map, data, parts, measure) {
    const under = (event) => {
      const view = planner.view(map);
      const { lng, lat } = event.latlng;
      const gap = parts.gaps.hit(view, event.layerPoint, lng, lat);
      const badge = gap >= 0 && parts.gaps.badges(view).some((one) => one.gap === gap && Math.hypot(one.x - event.layerPoint.x, one.y - event.layerPoint.y) <= 11);
      const marks = badge ? [] : parts.stations.hit(view, event.layerPoint);
      const district = parts.districts ? parts.districts.hit(lng, lat) : null;
      return { gap, marks, district };
    };
    map.on("click", (event) => {
      if (measure.isOn) {
        measure.add(event.latlng);
        return;
      }
      const { gap, marks, district } = under(event);
      if (marks.length) showStations(map, data, marks, event.latlng);
      else if (gap >= 0) showGap(map, data, parts.gaps, gap);
      else if (district) popup(map, event.latlng, planner.districtPopup(data, district));
    });
    map.on("mousemove", (event) => {
      const { gap, marks } = under(event);
      map.getContainer().classList.toggle("planner-pointing", marks.length > 0 || gap >= 0);
    });
  }

  function wireList(map, data, gaps) {
    document.querySelectorAll("#planner-gap-list button").forEach((button) => {
      button.addEventListener("click", () => {
        const i = Number(button.dataset.gap);
        const [west, south, east, north] = gaps.boxes[i];
        const box = L.latLngBounds(planner.latLng(west, south), planner.latLng(east, north)).pad(0.6);
        map.fitBounds(box, { maxZoom: 13, animate: false });
        showGap(map, data, gaps, i);
        const seen = map.getContainer().getBoundingClientRect();
        if (seen.bottom < 120) map.getContainer().scrollIntoView({ block: "start" });
      });
    });
  }

  planner.start = (map) => {
    const data = planner.read();
    planner.data = data;
    planner.map = map;
    planner.makePanes(map);
    const parts = {
      stations: new planner.Stations(data),
      gaps: new planner.Gaps(data),
      demand: data.demand ? new planner.Demand(data) : null,
      districts: data.districts ? new planner.Districts(data) : null,
    };
    planner.parts = parts;
    [parts.districts, parts.demand, parts.gaps, parts.stations].forEach((part) => part && part.layer.addTo(map));
    parts.gaps.numbers.addTo(map);
    const measure = planner.addTools(map);
    planner.addLayers(map, data, parts);
    showAll(map);
    planner.settleNames(map, parts);
    keepView(map);
    wirePointer(map, data, parts, measure);
    wireList(map, data, parts.gaps);
    window.addEventListener("resize", () => map.invalidateSize());
  };
})(window.locator.planner);
