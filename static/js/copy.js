/* Copies a text; on plain http there is no clipboard: the old way, and at last to copy by hand. */
"use strict";

(function (locator) {
  const { make } = locator;

  function copyOldWay(text, said) {
    const field = make("textarea", { readonly: true, "aria-label": said.byHand });
    field.value = text;
    document.body.append(field);
    field.select();
    let done = false;
    try {
      done = document.execCommand("copy");
    } catch (error) {
      done = false;
    }
    field.remove();
    if (done) {
      locator.toast(make("span", null, said.copied));
      return;
    }
    const shown = make("input", { type: "text", readonly: true, value: text, "aria-label": said.byHand });
    locator.toast(make("span", null, said.byHand), shown);
    shown.select();
  }

  /* `said` has what is told: copied, and byHand where nothing else works. */
  locator.copyText = (text, said) => {
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard
        .writeText(text)
        .then(() => locator.toast(make("span", null, said.copied)), () => copyOldWay(text, said));
    } else {
      copyOldWay(text, said);
    }
  };
})(window.locator);
