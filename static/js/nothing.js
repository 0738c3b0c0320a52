/* Nothing within reach, or nothing that matches: what is said, and which filter to drop. */
"use strict";

(function (locator) {
  const { make, icon, say } = locator;
  const stateBox = locator.byId("state");
  const limits = locator.data.limits;

  const isOpenAsked = () => locator.state.open !== "any";
  locator.hasFilters = () => locator.state.kind.length + locator.state.service.length > 0;

  function box(titleText, text, quietly) {
    locator.empty(stateBox).append(
      make("div", { class: "empty" }, icon("search"), make("h2", null, titleText), text ? make("p", null, text) : null)
    );
    if (!quietly) locator.announce(titleText + " " + (text || ""));
  }

  function titleOf(isNone, isFiltered) {
    if (!isFiltered) return isNone ? "none_at_all" : "far_title";
    if (locator.hasFilters()) return isNone ? "none_title" : "far_filtered_title";
    return isNone ? "none_open_title" : "far_open_title";
  }

  function tellNone(nearest, isFiltered, quietly) {
    const reach = locator.distance(limits.reach_m);
    const isNone = !Number.isFinite(nearest);
    const text = isNone ? null : say("far_text", { reach, distance: locator.distance(nearest) });
    box(say(titleOf(isNone, isFiltered), { reach }), text, quietly);
  }

  /*
   * Says so where the nearest of an answer is out of reach. `how` has quietly; ask(reach), which
   * asks the server for filters to drop; and isCurrent(), whether this answer still stands.
   */
  locator.tellNearest = (features, how) => {
    const nearest = features.length ? features[0].properties.distance_m : Number.POSITIVE_INFINITY;
    if (nearest <= limits.reach_m) return;
    const isFiltered = locator.hasFilters() || isOpenAsked();
    tellNone(nearest, isFiltered, how.quietly);
    if (isFiltered) suggest(nearest, how);
  };

  /* Which single filter to drop: the server has tried each. Where there is nothing, far is better. */
  function suggest(nearest, how) {
    const offerTo = (drops) => how.isCurrent() && offer(nearest, drops, how.quietly);
    how.ask(Number.isFinite(nearest) ? { max_distance_m: limits.reach_m } : {}).then(
      (body) => offerTo(body.drops),
      () => offerTo(null)
    );
  }

  function offer(nearest, drops, quietly) {
    const isAlone = !locator.hasFilters();
    /* With nothing but "open now", only the server knows whether that is what leaves none. */
    if (isAlone && drops && !drops.length) {
      tellNone(nearest, false, quietly);
      return;
    }
    const told = stateBox.querySelector(".empty");
    if (drops && !isAlone) told.append(make("p", null, say(drops.length ? "none_text" : "drop_none")));
    const buttons = (drops || []).map(dropButton);
    if (!isAlone || !drops) buttons.push(clearButton());
    told.append(make("div", { class: "actions" }, ...buttons));
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
})(window.locator);
