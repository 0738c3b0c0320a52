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

  const isOpenAsked = () => locator.state.open !== "any";
  locator.hasFilters = () => locator.state.kind.length + locator.state.service.length > 0;

  function parameters(place, more) {
    return Object.assign({ lon: place.lon, lat: place.lat }, more, locator.asked());
  }

  /* Asks again without a word. What is shown stays, and stays where it is if the same are found. */
  locator.refresh = () => {
    const place = locator.state.place;
    const mine = request;
    if (!place || section.hasAttribute("aria-busy")) return;
    locator.askOnce("/api/v1/nearest", parameters(place, { k: wanted })).then(
      (body) => mine === request && renewed(body, place),
      () => {
        /* Tried again when the next moment passes, or the page is seen again. */
      }
    );
  };

  function ids(features) {
    return features.map((feature) => feature.id).join();
  }

  function renewed(body, place) {
    if (ids(body.features) !== ids(locator.features)) {
      const menus = Array.from(list.querySelectorAll(".card")).filter((card) => card.querySelector("details[open]"));
      const focused = document.activeElement.closest("#list .card");
      const same = (card) => list.querySelector('.card[data-id="' + window.CSS.escape(card.dataset.id) + '"]');
      arrived(body, place, true);
      menus.map(same).filter(Boolean).forEach((card) => (card.querySelector("details").open = true));
      const again = focused && (same(focused) || list.querySelector(".card"));
      if (again) again.querySelector("summary, button").focus({ preventScroll: true });
      return;
    }
    locator.features = body.features;
    locator.answered = Date.now();
    locator.tell(body.features);
    locator.drawOpenLines();
  }

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
    const mine = locator.ask("/api/v1/nearest", parameters(place, { k: wanted }), {
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

  function arrived(body, place, quietly) {
    section.removeAttribute("aria-busy");
    stale(false);
    locator.empty(banner);
    locator.answered = Date.now();
    locator.tell(body.features);
    show(body.features, quietly);
    const nearest = body.features.length ? body.features[0].properties.distance_m : Number.POSITIVE_INFINITY;
    if (nearest > limits.reach_m) {
      if (locator.hasFilters()) tellNone(nearest, true);
      /* With nothing but "open now", only the server knows whether that is what leaves none. */
      if (locator.hasFilters() || isOpenAsked()) suggest(place, nearest);
      else tellNone(nearest, false);
    }
    if (!quietly) announce(body.features);
  }

  function show(features, quietly) {
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
    locator.emit(quietly ? "refreshed" : "features", features);
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

  function titleOf(isNone, isFiltered) {
    if (!isFiltered) return isNone ? "none_at_all" : "far_title";
    if (locator.hasFilters()) return isNone ? "none_title" : "far_filtered_title";
    return isNone ? "none_open_title" : "far_open_title";
  }

  function tellNone(nearest, isFiltered) {
    const reach = locator.distance(limits.reach_m);
    const isNone = !Number.isFinite(nearest);
    const text = isNone ? null : say("far_text", { reach, distance: locator.distance(nearest) });
    empty(say(titleOf(isNone, isFiltered), { reach }), text);
  }

  /* Which single filter to drop: the server has tried each. Where there is nothing, far is better. */
  function suggest(place, nearest) {
    const mine = request;
    const reach = !Number.isFinite(nearest) ? {} : { max_distance_m: limits.reach_m };
    locator.askOnce("/api/v1/relaxed", parameters(place, reach)).then(
      (body) => mine === request && offer(nearest, body.drops),
      () => mine === request && offer(nearest, null)
    );
  }

  function offer(nearest, drops) {
    const isAlone = !locator.hasFilters();
    if (isAlone) tellNone(nearest, !drops || drops.length > 0);
    const box = stateBox.querySelector(".empty");
    if (!box || (isAlone && drops && !drops.length)) return;
    if (drops && !isAlone) box.append(make("p", null, say(drops.length ? "none_text" : "drop_none")));
    const buttons = (drops || []).map(dropButton);
    if (!isAlone || !drops) buttons.push(clearButton());
    box.append(make("div", { class: "actions" }, ...buttons));
  }

  function dropButton(drop) {
    const isOpen = drop.parameter === "open";
    const table = drop.parameter === "kind" ? locator.kinds : locator.services;
    const name = isOpen ? locator.openName() : drop.words.map((word) => table[word].name).join(" / ");
    const then = say("drop_then", { distance: locator.distance(drop.distance_m) });
    const left = () => locator.state[drop.parameter].filter((word) => !drop.words.includes(word));
    const button = locator.button(say("drop", { name }), "close", () =>
      locator.change({ [drop.parameter]: isOpen ? "any" : left() })
    );
    button.append(make("small", null, then));
    return button;
  }

  function clearButton() {
    return locator.button(say("clear"), null, () => locator.change({ kind: [], service: [], open: "any" }));
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
    const moved = before.place !== locator.state.place;
    if (moved || locator.isAskedAnew(before)) {
      wanted = limits.page_size;
      load();
    }
  });

  locator.startList = load;
})(window.locator);
