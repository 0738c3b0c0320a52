/* Where the person is: asked of the device on a tap, converted where the browser shifts it. */
"use strict";

(function (locator) {
  const SHIFTED = "locator.gcj02";
  const notice = locator.byId("notice");
  let asking = 0;

  /* Some browsers in China answer in GCJ-02; the person says so once and it is remembered. */
  locator.isShifted = () => {
    try {
      return localStorage.getItem(SHIFTED) === "1";
    } catch (error) {
      return false;
    }
  };

  locator.setShifted = (on) => {
    try {
      localStorage.setItem(SHIFTED, on ? "1" : "0");
    } catch (error) {
      /* Not remembered then. */
    }
    const place = locator.state.place;
    if (place && place.raw) convertAnswer(place.raw, on, ask());
  };

  locator.clearNotice = () => locator.empty(notice);

  function say(titleKey, ...actions) {
    locator.clearNotice().append(
      locator.make(
        "div",
        { class: "notice" },
        locator.icon("warning"),
        locator.make(
          "div",
          null,
          locator.make("strong", null, locator.say(titleKey)),
          locator.make("p", null, locator.say("way_on")),
          locator.make("div", { class: "actions" }, ...actions)
        )
      )
    );
  }

  const againButton = () => locator.button(locator.say("again"), "refresh", locator.locate);
  const pickButton = () => locator.button(locator.say("pick"), "map", locator.pick);

  locator.pick = () => {
    stopAsking();
    locator.change({ view: "map" });
  };

  /* Asks the device. Browsers that never call back are given up on after the same time. */
  locator.locate = () => {
    if (!window.isSecureContext || !navigator.geolocation) {
      say("insecure_title", pickButton());
      return;
    }
    const timeout = locator.data.limits.locate_timeout_ms;
    const mine = ask();
    const only = (handle) => (value) => mine === asking && handle(value, mine);
    const timer = setTimeout(only(failed), timeout + 100, { code: 3 });
    const settle = (handle) => (value) => {
      clearTimeout(timer);
      only(handle)(value);
    };
    navigator.geolocation.getCurrentPosition(settle(located), settle(failed), {
      enableHighAccuracy: true,
      timeout,
      maximumAge: 15000,
    });
  };

  /* Begins to ask, and returns by which number an answer is known to be still wanted. */
  function ask() {
    asking += 1;
    waiting(true);
    return asking;
  }

  function stopAsking() {
    asking += 1;
    waiting(false);
  }

  function waiting(on) {
    document.body.classList.toggle("locating", on);
    locator.clearNotice();
    if (!on) return;
    notice.append(
      locator.make(
        "div",
        { class: "notice calm" },
        locator.make("span", { class: "spinner", "aria-hidden": "true" }),
        locator.make("strong", null, locator.say("locating")),
        locator.button(locator.say("cancel"), null, stopAsking, "button plain")
      )
    );
  }

  function failed(error) {
    stopAsking();
    const title = { 1: "refused_title", 3: "timeout_title" }[error.code] || "unavailable_title";
    if (error.code === 1) say(title, pickButton());
    else say(title, againButton(), pickButton());
    const field = locator.byId("search-text");
    if (error.code === 1 && !("ontouchstart" in window)) field.focus();
  }

  function located(position, mine) {
    const { longitude, latitude, accuracy } = position.coords;
    const raw = { lon: longitude, lat: latitude, accuracy_m: accuracy };
    convertAnswer(raw, locator.isShifted(), mine);
  }

  /* A device's answer becomes the place, unless it was called off or overtaken meanwhile. */
  function convertAnswer(raw, shifted, mine) {
    const only = (handle) => (value) => mine === asking && handle(value);
    locator.convert([[raw.lon, raw.lat]], shifted ? "gcj02" : "wgs84", "wgs84").then(
      only((points) => {
        locator.go({ lon: points[0][0], lat: points[0][1], from: "device", accuracy_m: raw.accuracy_m, raw });
      }),
      only(() => {
        stopAsking();
        say("offline_title", locator.button(locator.say("again"), "refresh", () => convertAnswer(raw, shifted, ask())));
      })
    );
  }

  /* Takes up a place, wherever it comes from. */
  locator.go = (place, changes) => {
    stopAsking();
    locator.change(Object.assign({ place }, changes));
  };

  function describe() {
    const box = locator.empty(locator.byId("place"));
    const place = locator.state.place;
    box.hidden = !place;
    if (!place) return;
    const names = { device: "my_position", picked: "picked", link: "linked" };
    const words = [locator.make("strong", null, place.label || locator.say(names[place.from] || "linked"))];
    if (place.accuracy_m) {
      const distance = locator.distance(place.accuracy_m);
      words.push(locator.make("span", null, locator.say("accuracy", { distance })));
    }
    box.append(locator.icon("pin"), locator.make("p", null, ...words));
    if (place.accuracy_m > 500) {
      box.append(locator.make("p", { class: "rough" }, locator.say("rough")));
    }
  }

  locator.on("state", (before) => {
    if (before.place !== locator.state.place) {
      locator.clearNotice();
      describe();
    }
  });
  describe();
  /* What can't work is said before it is tried. */
  if (!window.isSecureContext && !locator.state.place) say("insecure_title", pickButton());
})(window.locator);
