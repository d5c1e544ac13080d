// Says while a text is typed how many characters are left, counted as the server counts them
// (records.rules.counting): rare letters are one, what is not seen by itself is none.
"use strict";

(() => {
  const NOT_SEEN = /[\p{Mn}\p{Me}\p{Cf}]/gu;
  const SPOKEN_AFTER = 1000;

  const readerLength = (text) =>
    [...text.replace(/\r\n?/g, "\n").normalize("NFC").replace(NOT_SEEN, "")].length;

  const words = (group, left) => {
    if (left === 0) {
      return group.dataset.noneLeft;
    }
    const side = left > 0 ? "left" : "over";
    const number = Math.abs(left);
    const template = group.dataset[`${side}${number === 1 ? "One" : "Other"}`];
    return template.replace("%{count}", number);
  };

  for (const group of document.querySelectorAll("[data-counted]")) {
    const field = group.querySelector("textarea, input");
    const shown = group.querySelector(".govuk-character-count__message");
    const spoken = document.createElement("div");
    spoken.className = "govuk-visually-hidden";
    spoken.setAttribute("aria-live", "polite");
    shown.after(spoken);
    let waiting = 0;

    const count = () => {
      const left = Number(group.dataset.counted) - readerLength(field.value);
      shown.textContent = words(group, left);
      shown.classList.toggle("govuk-error-message", left < 0);
      shown.classList.toggle("govuk-hint", left >= 0);
      window.clearTimeout(waiting);
      waiting = window.setTimeout(() => {
        spoken.textContent = shown.textContent;
      }, SPOKEN_AFTER);
    };
    field.addEventListener("input", count);
    count();
  }
})();
