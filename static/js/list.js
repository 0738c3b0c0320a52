/* The list of the nearest stations, and every state it can be in. */
"use strict";

(function (locator) {
  const { make, icon, say } = locator;
  const section = locator.byId("results");
  const list = locator.byId("list");
  const banner = locator.byId("banner");
  const stateBox = locator.byId("state");
  const title = locator.byId("list-title");
  const more = locator.byId("more");
  const limits = locator.data.limits;
  let request = null;
  let wanted = limits.page_size;

  /* The features shown, which the map draws too. */
  locator.features = [];

  function filters() {
    return { kind: locator.state.kind, service: locator.state.service };
  }

  locator.hasFilters = () => locator.state.kind.length + locator.state.service.length > 0;

  function load() {
    const place = locator.state.place;
    if (request) request.stop();
    section.hidden = !place;
    if (!place) {
      show([]);
      return;
    }
    section.setAttribute("aria-busy", "true");
    stale(locator.features.length > 0);
    locator.empty(banner);
    if (!locator.features.length) skeleton();
    locator.announce(say("loading"));
    const parameters = Object.assign({ lon: place.lon, lat: place.lat, k: wanted }, filters());
    const mine = locator.ask("/api/v1/nearest", parameters, {
      slow: () => note("clock", say("slow"), null),
      waiting: offline,
      retrying: () => note("refresh", say("retrying"), null),
    });
    request = mine;
    mine.answer.then(
      (body) => mine === request && arrived(body, place),
      (error) => mine === request && !mine.wasStopped() && failed(error)
    );
  }

  function stale(on) {
    list.classList.toggle("stale", on);
  }

  function skeleton() {
    locator.empty(stateBox);
    locator.empty(list);
    title.hidden = true;
    for (let i = 0; i < 3; i += 1) {
      list.append(make("li", { class: "skeleton", "aria-hidden": "true" }, make("i"), make("i"), make("i")));
    }
  }

  function note(iconName, text, button) {
    locator.empty(banner).append(
      make("div", { class: "notice calm" }, icon(iconName), make("span", null, text), button)
    );
  }

  function offline(seconds) {
    const shown = banner.querySelector(".seconds");
    const wait = say("offline_text", { n: seconds });
    if (shown) {
      shown.textContent = wait;
      return;
    }
    const kept = locator.features.length ? say("offline_kept") : "";
    locator.empty(banner).append(
      make(
        "div",
        { class: "notice" },
        icon("offline"),
        make(
          "div",
          null,
          make("strong", null, say("offline_title")),
          make("p", null, make("span", { class: "seconds" }, wait), " " + kept),
          make("div", { class: "actions" }, locator.button(say("retry_now"), "refresh", () => request.now()))
        )
      )
    );
    locator.announce(say("offline_title") + " " + kept);
  }

  function failed(error) {
    section.removeAttribute("aria-busy");
    stale(false);
    if (!locator.features.length) locator.empty(list);
    locator.empty(banner).append(
      make(
        "div",
        { class: "notice" },
        icon("warning"),
        make(
          "div",
          null,
          make("strong", null, say("failed_title")),
          make("p", null, locator.isProblem(error) ? error.message : ""),
          make("div", { class: "actions" }, locator.button(say("again"), "refresh", load))
        )
      )
    );
  }

  function arrived(body, place) {
    section.removeAttribute("aria-busy");
    stale(false);
    locator.empty(banner);
    show(body.features);
    const far = !body.features.length || body.features[0].properties.distance_m > limits.reach_m;
    if (!body.features.length) nothing();
    else if (far) tellFar(body.features[0].properties.distance_m);
    if (far && locator.hasFilters()) suggest(place);
    announce(body.features);
  }

  function show(features) {
    locator.features = features;
    locator.empty(stateBox);
    locator.empty(list);
    list.append(...features.map((feature) => make("li", null, locator.card(feature, locator.showOnMap))));
    title.hidden = !features.length;
    locator.empty(title).append(
      make("span", null, features.length === 1 ? say("list_title_one") : say("list_title", { n: features.length })),
      make("small", null, say("straight_note"))
    );
    more.hidden = features.length < wanted || wanted >= limits.most_listed;
    more.textContent = say("more");
    locator.emit("features", features);
  }

  function announce(features) {
    if (!features.length) return;
    const distance = locator.distance(features[0].properties.distance_m);
    const key = features.length === 1 ? "found_one" : "found";
    locator.announce(say(key, { n: features.length, distance }));
  }

  function empty(titleText, text) {
    const box = make(
      "div",
      { class: "empty" },
      icon("search"),
      make("h2", null, titleText),
      text ? make("p", null, text) : null
    );
    locator.empty(stateBox).append(box);
    locator.announce(titleText + " " + (text || ""));
    return box;
  }

  function nothing() {
    if (locator.hasFilters()) empty(say("none_title"));
    else empty(say("none_at_all"));
  }

  function tellFar(metres) {
    const reach = locator.distance(limits.reach_m);
    const key = locator.hasFilters() ? "far_filtered_title" : "far_title";
    empty(say(key, { reach }), say("far_text", { reach, distance: locator.distance(metres) }));
  }

  /* Which single filter to drop: the server has tried each. */
  function suggest(place) {
    const parameters = Object.assign({ lon: place.lon, lat: place.lat, max_distance_m: limits.reach_m }, filters());
    const mine = request;
    locator.askOnce("/api/v1/relaxed", parameters).then(
      (body) => {
        const box = stateBox.querySelector(".empty");
        if (mine !== request || !box) return;
        const drops = body.drops;
        box.append(make("p", null, say(drops.length ? "none_text" : "drop_none")));
        box.append(make("div", { class: "actions" }, ...drops.map(dropButton), clearButton()));
      },
      () => {
        const box = stateBox.querySelector(".empty");
        if (mine === request && box) box.append(make("div", { class: "actions" }, clearButton()));
      }
    );
  }

  function dropButton(drop) {
    const table = drop.parameter === "kind" ? locator.kinds : locator.services;
    const name = drop.words.map((word) => table[word].name).join(" / ");
    const then = say("drop_then", { distance: locator.distance(drop.distance_m) });
    const left = locator.state[drop.parameter].filter((word) => !drop.words.includes(word));
    const button = locator.button(say("drop", { name }), "close", () =>
      locator.change({ [drop.parameter]: left })
    );
    button.append(make("small", null, then));
    return button;
  }

  function clearButton() {
    return locator.button(say("clear"), null, () => locator.change({ kind: [], service: [] }));
  }

  /* Marks the card of a station, and brings it into view. */
  locator.showInList = (id) => {
    for (const card of list.querySelectorAll(".card")) {
      const chosen = card.dataset.id === id;
      card.classList.toggle("chosen", chosen);
      if (chosen && locator.isWide()) {
        card.scrollIntoView({ block: "nearest", behavior: locator.isStill() ? "auto" : "smooth" });
      }
    }
  };

  more.addEventListener("click", () => {
    const before = locator.features.length;
    wanted = Math.min(wanted + limits.page_size, limits.most_listed);
    const once = () => {
      const card = list.children[before] && list.children[before].querySelector("h3");
      if (!card) return;
      card.setAttribute("tabindex", "-1");
      card.focus({ preventScroll: true });
    };
    load();
    request.answer.then(once, () => {});
  });

  locator.on("state", (before) => {
    const now = locator.state;
    const moved = before.place !== now.place;
    const changed = String(before.kind) !== String(now.kind) || String(before.service) !== String(now.service);
    if (moved || changed) {
      wanted = limits.page_size;
      load();
    }
  });

  locator.startList = load;
})(window.locator);
