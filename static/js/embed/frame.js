/* Puts the parts together, and tells the page around the frame how high the map is. */
"use strict";

(function (locator) {
  const PAUSE_MS = 150;
  /* WordPress gives each frame one, and heeds messages that have it. */
  const secret = (/secret=([A-Za-z0-9]+)/.exec(window.location.hash) || [])[1];
  let told = 0;

  function tell(isAgain) {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height === told && !isAgain) return;
    told = height;
    window.parent.postMessage({ type: "locator:height", height_px: height }, "*");
    /* As WordPress asks what it embeds to. */
    if (secret) window.parent.postMessage({ message: "height", value: height, secret }, "*");
  }

  function tellHeight() {
    if (window.parent === window) return;
    tell();
    window.addEventListener("load", () => tell());
    window.addEventListener("resize", () => tell());
    window.addEventListener("message", (event) => {
      const asks = event.source === window.parent && event.data && event.data.message === "ready";
      if (asks && event.data.secret === secret) tell(true);
    });
    if (window.ResizeObserver) new window.ResizeObserver(() => tell()).observe(document.documentElement);
    else locator.on("features", () => tell());
  }

  locator.secret = secret;
  locator.startList();
  if (window.L) {
    locator.startMap();
    let timer = 0;
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(locator.refresh, PAUSE_MS);
    };
    locator.map.on("moveend", soon);
    locator.on("state", soon);
    window.addEventListener("resize", () => locator.map.invalidateSize());
    /* The server took the frame for one of middling size. */
    locator.refresh();
  } else {
    locator.byId("map").firstElementChild.textContent = locator.say("map_failed");
  }
  tellHeight();
})(window.locator);
