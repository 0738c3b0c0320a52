/* Puts the parts together: views, language, and the map's late arrival. */
"use strict";

(function (locator) {
  const { byId } = locator;
  let mapWanted = null;

  function loadScript(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.async = false;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  function loadStyle(address) {
    return new Promise((resolve, reject) => {
      const style = locator.make("link", { rel: "stylesheet", href: address });
      style.onload = resolve;
      style.onerror = reject;
      document.head.append(style);
    });
  }

  /* The map comes after the first list, or when it is asked for. */
  locator.loadMap = () => {
    if (!mapWanted) {
      const { scripts, styles } = locator.data.map;
      mapWanted = Promise.all(styles.map(loadStyle).concat(scripts.map(loadScript))).then(
        () => locator.startMap(),
        () => {
          mapWanted = null;
          tellMapFailed();
          throw new Error("the map's scripts did not load");
        }
      );
    }
    return mapWanted;
  };

  const quietly = () => {};

  function tellMapFailed() {
    const wait = document.querySelector(".map-wait");
    if (!wait) return;
    const again = locator.button(locator.say("again"), "refresh", () => {
      locator.empty(wait).append(locator.say("retrying"));
      locator.loadMap().catch(quietly);
    });
    locator.empty(wait).append(locator.make("span", null, locator.say("map_failed")), again);
  }

  locator.showOnMap = (feature) => {
    if (!locator.isWide()) locator.change({ view: "map" });
    locator.loadMap().then(() => locator.showStation(feature, true), quietly);
  };

  function reflect() {
    const { place, view } = locator.state;
    document.body.dataset.view = view;
    document.body.classList.toggle("placed", Boolean(place));
    byId("hero").hidden = Boolean(place);
    byId("view-list").setAttribute("aria-pressed", String(view === "list"));
    byId("view-map").setAttribute("aria-pressed", String(view === "map"));
    byId("shifted").hidden = !(place && place.raw);
    const other = locator.data.lang === "en" ? "zh" : "en";
    byId("language").setAttribute("href", locator.link(other));
    if (view === "map") locator.loadMap().catch(quietly);
  }

  function show(view) {
    if (locator.state.view === view) return;
    locator.change({ view });
    window.scrollTo(0, 0);
  }

  for (const id of ["where", "hero-actions", "views"]) byId(id).hidden = false;
  byId("locate").addEventListener("click", locator.locate);
  byId("hero-locate").addEventListener("click", locator.locate);
  byId("hero-pick").addEventListener("click", locator.pick);
  byId("view-list").addEventListener("click", () => show("list"));
  byId("view-map").addEventListener("click", () => show("map"));
  byId("shifted-check").checked = locator.isShifted();
  byId("shifted-check").addEventListener("change", (event) => locator.setShifted(event.target.checked));
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    if (locator.state.view === "map" && !locator.isWide()) show("list");
    byId(locator.state.place ? "results" : "search-text").focus();
  });
  /* A city's link without a reload; with other keys pressed it stays a link. */
  byId("cities").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const [lon, lat] = new URL(link.href).searchParams.get("place").split(",").map(Number);
    locator.go({ lon, lat, from: "search", label: link.textContent });
  });

  locator.on("state", (before) => {
    reflect();
    if (!before.place && locator.state.place) window.scrollTo(0, 0);
  });
  function count(features) {
    byId("view-list").querySelector("span").textContent = features.length
      ? locator.say("map_count", { n: features.length })
      : locator.say("list");
  }
  locator.on("refreshed", count);
  locator.on("features", (features) => {
    count(features);
    if (locator.state.place && locator.isWide()) locator.loadMap().catch(quietly);
  });

  reflect();
  locator.startList();
  if (!locator.state.place && locator.isWide()) locator.loadMap().catch(quietly);
})(window.locator);
