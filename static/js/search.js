/* Search of districts and stations by name: a combobox, as WAI-ARIA describes it. */
"use strict";

(function (locator) {
  const { make, icon, say } = locator;
  const PAUSE_MS = 180;
  const ICONS = { prefecture: "building", county: "pin", station: "home" };
  const form = locator.byId("search");
  const field = locator.byId("search-text");
  const box = locator.byId("search-results");
  let results = [];
  let chosen = -1;
  let timer = 0;
  let aborter = null;
  let asked = "";
  let taking = false;

  function open(on) {
    box.hidden = !on;
    field.setAttribute("aria-expanded", String(on));
    if (!on) choose(-1);
  }

  function choose(index) {
    chosen = index;
    Array.from(box.children).forEach((option, i) => {
      if (option.getAttribute("role") !== "option") return;
      option.setAttribute("aria-selected", String(i === index));
      if (i === index) option.scrollIntoView({ block: "nearest" });
    });
    if (index >= 0) field.setAttribute("aria-activedescendant", "option-" + index);
    else field.removeAttribute("aria-activedescendant");
  }

  function option(result, index) {
    const detail = [say(result.what), result.pinyin, result.within].filter(Boolean).join(" · ");
    const item = make(
      "li",
      { role: "option", id: "option-" + index, "aria-selected": "false" },
      icon(ICONS[result.what]),
      make("span", { class: "what" }, make("b", { lang: "zh-CN" }, result.name), make("small", null, detail))
    );
    /* Before the field loses the focus, and with it the list. */
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => take(index));
    return item;
  }

  function message(text) {
    results = [];
    locator.empty(box).append(make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "message" }, text));
    open(true);
    locator.announce(text);
  }

  function show(found, text) {
    results = found;
    if (!found.length) {
      message(say("search_none", { text }));
      return;
    }
    locator.empty(box).append(...found.map(option));
    chosen = -1;
    field.removeAttribute("aria-activedescendant");
    open(true);
    locator.announce(say("search_found", { n: found.length }));
  }

  /* What is still asked or about to be is no longer wanted. */
  function forget() {
    clearTimeout(timer);
    if (aborter) aborter.abort();
    aborter = null;
    taking = false;
  }

  function take(index) {
    const result = results[index];
    if (!result) return;
    forget();
    open(false);
    field.value = "";
    asked = "";
    field.blur();
    locator.go({ lon: result.lon, lat: result.lat, from: "search", label: result.name });
  }

  function ask(thenTake) {
    const text = field.value.trim();
    if (!text) {
      forget();
      asked = "";
      open(false);
      return;
    }
    if (text === asked && results.length) {
      open(true);
      if (thenTake) take(0);
      return;
    }
    forget();
    const mine = new AbortController();
    aborter = mine;
    taking = thenTake;
    locator.askOnce("/api/v1/search", { q: text }, mine).then(
      (body) => {
        if (mine !== aborter) return;
        asked = text;
        show(body.results, text);
        if (thenTake && body.results.length) take(0);
      },
      () => mine === aborter && message(say("search_failed"))
    );
  }

  field.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (event.isComposing) return;
    timer = setTimeout(ask, PAUSE_MS, false);
  });
  field.addEventListener("compositionend", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS, false);
  });
  field.addEventListener("focus", () => results.length && field.value && open(true));
  field.addEventListener("blur", () => {
    /* Some phones take the focus away with their keyboard, on Enter. */
    if (!taking) forget();
    open(false);
  });
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && results.length) {
      event.preventDefault();
      open(true);
      choose((chosen + step + results.length) % results.length);
    } else if (event.key === "Escape") {
      if (box.hidden) field.value = "";
      forget();
      open(false);
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    if (chosen >= 0) take(chosen);
    else ask(true);
  });
})(window.locator);
