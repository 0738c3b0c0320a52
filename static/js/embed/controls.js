/* What a visitor may change: open now, the kinds, and where they are. */
"use strict";

(function (locator) {
  const { byId, make, icon, say } = locator;
  const { embed, limits } = locator.data;
  const box = byId("embed-controls");
  const openNow = byId("open-now");
  const locate = byId("locate");
  const notice = byId("notice");
  const chips = [];

  /* The publisher's kinds; of one there is nothing to choose. */
  function kinds() {
    const mayBe = (kind) => (embed.kind.length ? embed.kind.includes(kind.key) : kind.offered > 0);
    const found = locator.data.kinds.filter(mayBe);
    return found.length > 1 ? found : [];
  }

  function chip(kind) {
    const button = make(
      "button",
      { type: "button", class: "chip", "aria-pressed": "false", "data-kind": kind.key },
      icon(kind.icon),
      make("span", null, kind.name)
    );
    button.addEventListener("click", () => {
      const without = chosen.filter((key) => key !== kind.key);
      chosen = without.length < chosen.length ? without : chosen.concat(kind.key);
      locator.change({ kind: chosen.length ? chosen : embed.kind });
    });
    chips.push({ button, key: kind.key });
    return button;
  }

  function reflect() {
    if (openNow) openNow.setAttribute("aria-pressed", String(locator.state.open !== "any"));
    for (const { button, key } of chips) button.setAttribute("aria-pressed", String(chosen.includes(key)));
  }

  function tell(text) {
    locator.empty(notice).append(
      make(
        "div",
        { class: "notice" },
        icon("warning"),
        make("div", null, text),
        locator.button(say("close"), "close", () => locator.empty(notice), "button plain")
      )
    );
  }

  function located(position) {
    const { longitude, latitude } = position.coords;
    waiting(false);
    locator.goTo({ lon: longitude, lat: latitude }).catch(() => tell(say("position_unavailable")));
  }

  function waiting(on) {
    locate.disabled = on;
    locate.setAttribute("aria-busy", String(on));
    if (on) locator.empty(notice);
  }

  function ask() {
    if (!window.isSecureContext || !navigator.geolocation) {
      tell(say("insecure_title"));
      return;
    }
    waiting(true);
    const failed = (error) => {
      waiting(false);
      tell(say(error.code === 1 ? "position_refused" : "position_unavailable"));
    };
    navigator.geolocation.getCurrentPosition(located, failed, {
      enableHighAccuracy: true,
      timeout: limits.locate_timeout_ms,
      maximumAge: 15000,
    });
  }

  let chosen = [];
  if (box) box.hidden = false;
  if (box && embed.controls) {
    openNow.addEventListener("click", () => {
      const open = embed.open === "any" ? "possible" : embed.open;
      locator.change({ open: locator.state.open === "any" ? open : "any" });
    });
    box.append(...kinds().map(chip));
  }
  if (locate) locate.addEventListener("click", ask);
  reflect();
  locator.on("state", reflect);
})(window.locator);
