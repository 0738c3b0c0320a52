/* Place names stand beside marks; one for which there is no room is left out, but no city's near by. */
"use strict";

(function (planner) {
  const L = window.L;
  const GAP_PX = 12;
  const DOT_PX = 7;
  const ROOM_PX = 3;
  /* From this zoom on the names of cities stand in any case, over stations if need be. */
  const CITIES_FROM = 8;

  /* Boxes [left, top, right, bottom], in layer points. */
  function around(x, y, reach) {
    return [x - reach, y - reach, x + reach, y + reach];
  }

  function marks(map, parts) {
    const view = planner.view(map);
    const min = map.containerPointToLayerPoint([0, 0]).subtract([120, 40]);
    const max = map.containerPointToLayerPoint(map.getSize()).add([120, 40]);
    const found = [];
    if (map.hasLayer(parts.stations.layer)) {
      for (const mark of parts.stations.marksAt(view.zoom)) {
        const [x, y] = view.place(mark.x, mark.y);
        if (x < min.x || y < min.y || x > max.x || y > max.y) continue;
        found.push(around(x, y, mark.count === 1 ? DOT_PX : planner.clusterPx(mark.count) + 2));
      }
    }
    if (map.hasLayer(parts.gaps.numbers)) {
      for (const { x, y } of parts.gaps.badges(view)) found.push(around(x, y, GAP_PX));
    }
    return found;
  }

  /* Where a name may stand: on its place, else close below, above, right or left of it. */
  function offsets(width, height) {
    const aside = width / 2 + 16;
    const over = height / 2 + 15;
    return [[0, 0], [0, -over], [0, over], [aside, 0], [-aside, 0]];
  }

  function overlaps(box, other) {
    return box[2] >= other[0] && other[2] >= box[0] && box[3] >= other[1] && other[3] >= box[1];
  }

  /* The first offset at which nothing is covered; else, for a name that must stand, the one that covers least. */
  function roomFor(boxAt, all, taken, mustStand) {
    const covered = (offset) => taken.filter((other) => overlaps(boxAt(offset), other)).length;
    const free = all.find((offset) => covered(offset) === 0);
    if (free || !mustStand) return free;
    return all.reduce((best, offset) => (covered(offset) < covered(best) ? offset : best));
  }

  function settle(map, parts) {
    const names = Array.from(map.getPane("places").querySelectorAll(".map-place span"));
    names.forEach((name) => {
      name.style.visibility = "";
      name.classList.remove("map-place-crowded");
    });
    const sized = names.map((name) => {
      const at = L.DomUtil.getPosition(name.parentNode);
      return { name, at, half: [name.offsetWidth / 2, name.offsetHeight / 2 - ROOM_PX] };
    });
    const taken = marks(map, parts);
    for (const { name, at, half } of sized) {
      const boxAt = ([dx, dy]) => [
        at.x + dx - half[0],
        at.y + dy - half[1],
        at.x + dx + half[0],
        at.y + dy + half[1],
      ];
      const mustStand = map.getZoom() >= CITIES_FROM && name.parentNode.classList.contains("map-place-1");
      const free = roomFor(boxAt, offsets(2 * half[0], 2 * half[1]), taken, mustStand);
      if (!free) {
        name.classList.add("map-place-crowded");
        continue;
      }
      taken.push(boxAt(free));
      name.style.marginLeft = free[0] + "px";
      name.style.marginTop = free[1] + "px";
    }
  }

  /* After each drawing of the marks, once for all of them. */
  planner.settleNames = (map, parts) => {
    if (!map.getPane("places")) return;
    let isDue = false;
    const soon = () => {
      if (isDue) return;
      isDue = true;
      window.requestAnimationFrame(() => {
        isDue = false;
        settle(map, parts);
      });
    };
    parts.stations.layer.on("drawn", soon);
    parts.gaps.numbers.on("drawn remove", soon);
    map.on("zoomend", soon);
    soon();
  };
})(window.locator.planner);
