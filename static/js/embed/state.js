/* What an embedded map is asked: the publisher's choice, and what the visitor changes of it.
   Nothing is stored: a sandboxed frame may not, and asking it to would throw. */
"use strict";

(function (locator) {
  const given = locator.data.embed;

  locator.state = {
    place: null,
    kind: given.kind,
    service: given.service,
    open: given.open,
    when: "",
    travel: "",
    view: "map",
  };
  /* The page came with them. */
  locator.features = given.features;
  locator.answered = Date.now();

  /* What narrows the search, as the API takes it. */
  locator.asked = () => {
    const { kind, service, open } = locator.state;
    return { kind, service, open };
  };
  locator.askedWay = () => {
    const { place } = locator.state;
    return place ? { lon: place.lon, lat: place.lat } : {};
  };

  locator.change = (changes) => {
    const before = locator.state;
    locator.state = Object.assign({}, before, changes);
    locator.emit("state", before);
  };
})(window.locator);
