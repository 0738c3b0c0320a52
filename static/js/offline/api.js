/* The requests of js/api.js, answered here: a page without a server asks itself. */
"use strict";

(function (locator) {
  const { answers } = locator.offline;
  const ROUTES = {
    "/api/v1/nearest": answers.nearest,
    "/api/v1/relaxed": answers.relaxed,
    "/api/v1/stations": answers.view,
    "/api/v1/search": answers.search,
    "/api/v1/convert": answers.convert,
  };
  const STATION = "/api/v1/stations/";

  class Problem extends Error {}

  function answer(path, parameters) {
    if (path.startsWith(STATION)) {
      const found = answers.station(decodeURIComponent(path.slice(STATION.length)), parameters);
      if (!found) throw new Problem(path);
      return found;
    }
    return ROUTES[path](parameters);
  }

  /* After whatever is being drawn now, as an answer from afar comes. */
  const later = (path, parameters) =>
    new Promise((resolve, reject) => {
      setTimeout(() => {
        try {
          resolve(answer(path, parameters));
        } catch (error) {
          reject(error instanceof Problem ? error : new Problem(error.message));
        }
      }, 0);
    });

  /* A key for what is asked; nothing is fetched by it. */
  locator.address = (path, parameters) => path + "?" + JSON.stringify(parameters);

  locator.ask = (path, parameters) => {
    let stopped = false;
    return {
      answer: later(path, parameters),
      now: () => {},
      stop: () => (stopped = true),
      wasStopped: () => stopped,
    };
  };

  locator.askOnce = (path, parameters, aborter) =>
    later(path, parameters).then((body) => {
      if (aborter && aborter.signal.aborted) throw new Problem("overtaken");
      return body;
    });

  locator.isProblem = (error) => error instanceof Problem;
})(window.locator);
