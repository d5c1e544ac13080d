// Folds the side list of the desk away where it would stand above the page, and opens it beside it.
// Runs at once, right behind the list, so that nothing jumps.
"use strict";
(() => {
  const menu = document.querySelector(".gk-queues__menu");
  const beside = window.matchMedia("(min-width: 60rem)");
  const fold = () => {
    menu.open = beside.matches;
  };
  fold();
  beside.addEventListener("change", fold);
})();
