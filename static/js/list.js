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

  const same = (card) => list.querySelector('.card[data-id="' + window.CSS.escape(card.dataset.id) + '"]');

  /* What finds in a card the like of an element of another. */
  function partOf(element) {
    if (element.dataset.app) return '[data-app="' + element.dataset.app + '"]';
    return ["h3", "h3 a", "summary", 'a[href^="tel:"]'].find((part) => element.matches(part)) || ".on-map";
  }

  function ids(features) {
    return features.map((feature) => feature.id).join();
  }

  function renewed(body, place) {
    if (ids(body.features) !== ids(locator.features)) {
      const held = holdScroll();
      const menus = Array.from(list.querySelectorAll(".card")).filter((card) => card.querySelector("details[open]"));
      const focused = document.activeElement.closest("#list .card");
      const part = focused && partOf(document.activeElement);
      arrived(body, place, true);
      locator.announce(say("renewed"));
      menus.map(same).filter(Boolean).forEach((card) => (card.querySelector("details").open = true));
      const again = focused && (same(focused) || list.querySelector(".card"));
      if (again) locator.focusOn(again.querySelector(part) || again.querySelector("h3"));
      held();
      return;
    }
    locator.features = body.features;
    answered(body);
    locator.drawOpenLines();
  }

  function answered(body) {
    locator.answered = Date.now();
    locator.tell(body.features);
    locator.emit("answered");
  }

  /* Notes what stands where, and returns what puts the first card in view back there: a thumb is on its way. */
  function holdScroll() {
    const top = (card) => card.getBoundingClientRect().top;
    const seen = Array.from(list.querySelectorAll(".card")).map((card) => ({ card, top: top(card) }));
    return () => {
      const kept = seen.filter((one) => one.top >= 0).map((one) => ({ card: same(one.card), top: one.top }));
      const first = kept.find((one) => one.card);
      const pane = locator.isWide() ? locator.byId("panel") : document.scrollingElement;
      if (first && pane.scrollTop > 0) pane.scrollTop += top(first.card) - first.top;
    };
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
    answered(body);
    show(body.features, quietly);
    const mine = request;
    locator.tellNearest(body.features, {
      quietly,
      ask: (reach) => locator.askOnce("/api/v1/relaxed", parameters(place, reach)),
      isCurrent: () => mine === request,
    });
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
      if (card) locator.focusOn(card);
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
