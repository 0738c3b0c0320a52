/* Sharing: the phone's own sheet where there is one, else the link is copied. */
"use strict";

(function (locator) {
  const { make, say } = locator;
  const button = locator.byId("share");

  function copied() {
    locator.toast(make("span", null, say("copied")));
  }

  /* On plain http there is no clipboard: the old way, and at last the link to copy by hand. */
  function copyOldWay(link) {
    const field = make("input", { type: "text", readonly: true, value: link, "aria-label": say("copy_yourself") });
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
      copied();
      return;
    }
    locator.toast(make("span", null, say("copy_yourself")), field);
    field.select();
  }

  function copy(link) {
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(link).then(copied, () => copyOldWay(link));
    } else {
      copyOldWay(link);
    }
  }

  button.hidden = false;
  button.addEventListener("click", () => {
    const link = locator.link();
    if (!navigator.share) {
      copy(link);
      return;
    }
    navigator.share({ title: say("share_title"), url: link }).catch((error) => {
      if (error.name !== "AbortError") copy(link);
    });
  });
})(window.locator);
