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
  let asking = 0;
  let drawing = 0;
  let timer = 0;

  const chosen = () => JSON.parse(byId("chosen").textContent);

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
  function take(text, isPreviewKept) {
    const fresh = new window.DOMParser().parseFromString(text, "text/html");
    byId("outcome").replaceWith(document.adoptNode(fresh.getElementById("outcome")));
    byId("language").setAttribute("href", fresh.getElementById("language").getAttribute("href"));
    const height = fresh.getElementById("preview").getAttribute("height");
    preview.setAttribute("height", height);
    const address = chosen().preview;
    if (!isPreviewKept && preview.getAttribute("src") !== address) preview.setAttribute("src", address);
    forgetPicture();
    begin();
  }

  function update(isPreviewKept) {
    const address = "/share?" + query();
    asking += 1;
    const mine = asking;
    window.history.replaceState(null, "", address);
    return fetch(address, { credentials: "omit" })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))))
      .then((text) => mine === asking && take(text, isPreviewKept))
      .catch(() => mine === asking && locator.toast(make("span", null, say("update_failed"))));
  }

  function soon(isPreviewKept) {
    clearTimeout(timer);
    timer = setTimeout(update, PAUSE_MS, isPreviewKept);
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
          setView({ lon: lon.toFixed(DEGREES), lat: lat.toFixed(DEGREES), zoom: String(map.getZoom()) });
          soon(true);
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

  function begin() {
    for (const button of document.querySelectorAll("[data-copy]")) {
      button.hidden = false;
      button.addEventListener("click", () =>
        locator.copyText(byId(button.dataset.copy).value, { copied: say("copied"), byHand: say("copy_by_hand") })
      );
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    update(false);
  });
  form.addEventListener("change", () => soon(false));
  byId("apply").hidden = true;
  byId("pictures").hidden = false;
  byId("view-all").addEventListener("click", () => {
    setView({});
    update(false);
  });
  byId("png").addEventListener("click", () => draw(null));
  byId("png-qr").addEventListener("click", () => draw(document.querySelector(".share-qr svg")));
  preview.addEventListener("load", watchPreview);
  watchPreview();
  byId("view-all").hidden = !viewFields.some((name) => form.elements[name].value);
  begin();
})(window.locator);
