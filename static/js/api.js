/* Requests: repeated while there is no network, with growing pauses; given up when overtaken. */
"use strict";

(function (locator) {
  const PAUSES_S = [1, 2, 4, 8, 15, 30];
  const GIVE_UP_MS = 20000;
  const PASSING = [502, 503, 504];

  class Problem extends Error {}
  class Unreached extends Error {}

  /* One attempt. Rejects with Unreached where another attempt makes sense. */
  function attempt(address, aborter) {
    const timer = setTimeout(() => aborter.abort(), GIVE_UP_MS);
    const reached = fetch(address, { signal: aborter.signal, credentials: "omit" }).then((answer) => {
      if (PASSING.includes(answer.status)) throw new Unreached(String(answer.status));
      return answer.json().then((body) => {
        if (!answer.ok) throw new Problem(body.detail || body.title || String(answer.status));
        return body;
      });
    });
    return reached.then(
      (body) => {
        clearTimeout(timer);
        return body;
      },
      (error) => {
        clearTimeout(timer);
        throw error instanceof Problem ? error : new Unreached(error.message);
      }
    );
  }

  locator.address = (path, parameters) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
      const text = Array.isArray(value) ? value.join(",") : value;
      if (text !== "" && text !== null && text !== undefined) query.set(name, text);
    }
    if (locator.data.lang === "en") query.set("lang", "en");
    return path + "?" + query.toString();
  };

  /*
   * Asks until there is an answer. `told` hears slow(), waiting(seconds) each second and
   * retrying(); the returned object has `answer`, a promise, and stop() and now().
   */
  locator.ask = (path, parameters, told) => {
    const address = locator.address(path, parameters);
    let stopped = false;
    let aborter = null;
    let skip = () => {};

    function pause(seconds) {
      return new Promise((resolve) => {
        let left = seconds;
        const tick = setInterval(() => {
          left -= 1;
          if (left > 0) told.waiting(left);
          else skip();
        }, 1000);
        skip = () => {
          clearInterval(tick);
          window.removeEventListener("online", skip);
          resolve();
        };
        window.addEventListener("online", skip);
        told.waiting(left);
      });
    }

    async function run() {
      for (let tries = 0; ; tries += 1) {
        aborter = new AbortController();
        const slow = setTimeout(() => !stopped && told.slow(), locator.data.limits.slow_after_ms);
        try {
          return await attempt(address, aborter);
        } catch (error) {
          if (stopped || error instanceof Problem) throw error;
        } finally {
          clearTimeout(slow);
        }
        await pause(PAUSES_S[Math.min(tries, PAUSES_S.length - 1)]);
        if (stopped) throw new Unreached("overtaken");
        told.retrying();
      }
    }

    return {
      answer: run(),
      now: () => skip(),
      stop: () => {
        stopped = true;
        if (aborter) aborter.abort();
        skip();
      },
      wasStopped: () => stopped,
    };
  };

  /* Asks once; for what can be done without. */
  locator.askOnce = (path, parameters, aborter) =>
    attempt(locator.address(path, parameters), aborter || new AbortController());

  locator.isProblem = (error) => error instanceof Problem;
})(window.locator);
