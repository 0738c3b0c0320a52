/* The chooser: what changes is asked of the server, which writes code, link and QR code anew. */
"use strict";

(function (locator) {
  const { byId, make, say } = locator;
  const PAUSE_MS = 350;
  const DEGREES = 5;
  const form = byId("choices");
  const preview = byId("preview");
  const picture = byId("picture");
  const viewFields = ["bbox", "lon", "lat", "zoom"];
  const chosen = () => JSON.parse(byId("chosen").textContent);
  const outcome = () => byId("outcome");
  let asking = 0;
  let isWriting = false;
  let drawing = 0;
  let timer = 0;
  let asked = query();
  let answered = Promise.resolve();
  let shown = partsOf(chosen().preview);

  function viewKey(values) {
    return viewFields.map((name) => (name === "bbox" ? values[name] || "" : Number(values[name] || 0))).join();
  }

  /* An address of the map: its view, by which the preview may differ, and the rest. */
  function partsOf(address) {
    const rest = new URLSearchParams(address.split("?")[1] || "");
    const values = {};
    for (const name of viewFields) {
      values[name] = rest.get(name);
      rest.delete(name);
    }
    return { view: viewKey(values), rest: rest.toString() };
  }

  /* Boxes of one name become one parameter; what is empty is left out. */
  function query() {
    const values = {};
    for (const field of Array.from(form.elements)) {
      const isGiven = field.name && field.value && (field.type !== "checkbox" || field.checked);
      if (isGiven) values[field.name] = values[field.name] ? values[field.name] + "," + field.value : field.value;
    }
    return new URLSearchParams(values).toString();
  }

  /* Takes up a newly written outcome: it is parsed as a document of its own, where nothing runs. */
  function take(text) {
    const fresh = new window.DOMParser().parseFromString(text, "text/html");
    const { activeElement } = document;
    const focused = outcome().contains(activeElement) && (activeElement.dataset.copy || activeElement.id);
    outcome().replaceWith(document.adoptNode(fresh.getElementById("outcome")));
    byId("language").setAttribute("href", fresh.getElementById("language").getAttribute("href"));
    preview.setAttribute("height", fresh.getElementById("preview").getAttribute("height"));
    forgetPicture();
    begin();
    const again = focused && (outcome().querySelector('[data-copy="' + focused + '"]') || byId(focused));
    if (again) locator.focusOn(again);
    showPreview(chosen().preview);
  }

  /* Not where the preview was moved to just that. Nor does "back" lead through old previews. */
  function showPreview(address) {
    const parts = partsOf(address);
    if (parts.view === shown.view && parts.rest === shown.rest) return;
    shown = parts;
    preview.contentWindow.location.replace(address);
  }

  function failed() {
    asked = null;
    locator.toast(make("span", null, say("update_failed")));
  }

  function update() {
    clearTimeout(timer);
    timer = 0;
    if (query() === asked) return;
    asked = query();
    const address = "/share?" + asked;
    asking += 1;
    isWriting = true;
    const mine = asking;
    window.history.replaceState(null, "", address);
    answered = fetch(address, { credentials: "omit" })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))))
      .then((text) => mine === asking && take(text))
      .catch(() => mine === asking && failed())
      .then(() => mine === asking && (isWriting = false));
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(update, PAUSE_MS);
  }

  function setView(values) {
    for (const name of viewFields) form.elements[name].value = values[name] || "";
    byId("view-all").hidden = !viewFields.some((name) => form.elements[name].value);
  }

  /* The preview is a page of this server: where its map is moved to, the publisher's map begins. */
  function watchPreview() {
    const inside = preview.contentWindow && preview.contentWindow.locator;
    if (!inside || !inside.map || inside.isWatched) return;
    inside.isWatched = true;
    const { map } = inside;
    let isTouched = false;
    for (const event of ["pointerdown", "wheel", "keydown"]) {
      preview.contentDocument.addEventListener(event, () => (isTouched = true), { capture: true, passive: true });
    }
    map.on("moveend", () => {
      if (!isTouched) return;
      const centre = map.getCenter().wrap();
      inside.convert([[centre.lng, centre.lat]], inside.data.map.datum, "wgs84").then(
        ([[lon, lat]]) => {
          const view = { lon: lon.toFixed(DEGREES), lat: lat.toFixed(DEGREES), zoom: String(map.getZoom()) };
          shown = { view: viewKey(view), rest: shown.rest };
          setView(view);
          soon();
        },
        () => {}
      );
    });
  }

  function forgetPicture() {
    drawing += 1;
    locator.empty(picture);
  }

  function draw(code) {
    forgetPicture();
    const mine = drawing;
    picture.append(make("p", null, say("drawing")));
    locator.drawPicture(chosen(), code).then(
      (canvas) => mine === drawing && showPicture(canvas.toDataURL("image/png"), chosen().title),
      () => mine === drawing && locator.empty(picture).append(make("p", null, say("picture_failed")))
    );
  }

  function showPicture(address, title) {
    locator.empty(picture).append(
      make("img", { src: address, alt: say("picture_of", { title }) }),
      make("p", { class: "small" }, say("hold_to_save")),
      make("a", { class: "button primary", href: address, download: "stations.png" }, say("save_picture"))
    );
  }

  /* What was chosen last is in what is taken away, or nothing is: at once, unless it is being written. */
  function whenWritten(then) {
    if (timer || asked === null) update();
    if (isWriting) answered.then(() => asked !== null && then());
    else then();
  }

  function copy(id) {
    locator.copyText(byId(id).value, { copied: say("copied"), byHand: say("copy_by_hand") });
  }

  function begin() {
    for (const button of document.querySelectorAll("[data-copy]")) {
      button.hidden = false;
      button.addEventListener("click", () => whenWritten(() => copy(button.dataset.copy)));
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    update();
  });
  form.addEventListener("change", soon);
  form.elements.title.addEventListener("input", soon);
  byId("apply").hidden = true;
  byId("pictures").hidden = false;
  byId("view-all").addEventListener("click", () => {
    setView({});
    update();
  });
  byId("png").addEventListener("click", () => whenWritten(() => draw(null)));
  byId("png-qr").addEventListener("click", () => whenWritten(() => draw(document.querySelector(".share-qr svg"))));
  preview.addEventListener("load", watchPreview);
  watchPreview();
  byId("view-all").hidden = !viewFields.some((name) => form.elements[name].value);
  begin();
})(window.locator);
