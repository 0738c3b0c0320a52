/* The map of a plan: present stations, proposed ones by rank, and what each of them gains. */
"use strict";

window.locator = window.locator || {};

(function (locator) {
  const L = window.L;
  const at = (place) => L.GeoJSON.coordsToLatLng(place);

  function node(tag, text, className) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function popup(site) {
    const made = node("div", "", "map-popup");
    made.appendChild(node("strong", site.title));
    site.lines.forEach((line) => made.appendChild(node("p", line)));
    return made;
  }

  /* Small from afar, so that ten thousand stations don't hide the map. */
  function dot(zoom) {
    if (zoom < 9) return 1.1;
    return zoom < 12 ? 2 : 3.5;
  }

  function present(map, data) {
    map.createPane("present").style.zIndex = 380;
    const renderer = L.canvas({ pane: "present", padding: 0.3 });
    let drawn = dot(map.getZoom());
    const options = {
      renderer, pane: "present", interactive: false, stroke: false, radius: drawn,
      fillColor: data.colours.present, fillOpacity: 0.7,
    };
    const marks = L.layerGroup(data.present.map((place) => L.circleMarker(at(place), options)));
    map.on("zoomend", () => {
      if (dot(map.getZoom()) === drawn) return;
      drawn = dot(map.getZoom());
      marks.eachLayer((mark) => mark.setRadius(drawn));
    });
    return marks.addTo(map);
  }

  function circles(map, data) {
    const options = {
      renderer: L.canvas({ padding: 0.3 }), radius: data.radius, interactive: false,
      color: data.colours.proposed, weight: 1.5, fillOpacity: 0.12,
    };
    return L.layerGroup(data.sites.map((site) => L.circle(at(site.spot), options))).addTo(map);
  }

  function proposed(map, data) {
    const markers = {};
    data.sites.forEach((site) => {
      const html = node("div", String(site.rank), "map-rank plan-rank");
      const icon = L.divIcon({ className: "", iconSize: [26, 26], popupAnchor: [0, -10], html });
      const zIndexOffset = 1000 * (data.sites.length - site.rank);
      markers[site.rank] = L.marker(at(site.spot), { icon, title: site.title, riseOnHover: true, zIndexOffset })
        .bindPopup(popup(site))
        .addTo(map);
    });
    return markers;
  }

  function list(map, data, markers) {
    document.querySelectorAll(".plan-sites button").forEach((button) => {
      button.addEventListener("click", () => {
        const marker = markers[button.dataset.rank];
        map.setView(marker.getLatLng(), Math.max(map.getZoom(), data.closeZoom));
        marker.openPopup();
        map.getContainer().scrollIntoView({ block: "nearest" });
      });
    });
  }

  function start(map) {
    const data = JSON.parse(document.getElementById("plan-data").textContent);
    const layers = { [data.words.present]: present(map, data), [data.words.reach]: circles(map, data) };
    list(map, data, proposed(map, data));
    L.control.layers(null, layers, { position: "topright", collapsed: map.getSize().x < 600 }).addTo(map);
    document.querySelector(".plan-print").addEventListener("click", () => window.print());
  }

  locator.plan = { start };
})(window.locator);
