// Drawing a box on the picture of a page: by mouse, pen or finger, and by the keyboard through the
// four fields beside it. Without this script the fields alone do the work.
"use strict";

(() => {
  const paper = document.querySelector("svg[data-drawing][data-open]");
  const form = paper && document.getElementById(paper.dataset.form);
  if (!form) {
    return;
  }
  const shown = paper.querySelector("[data-new]");
  const sides = ["left", "top", "width", "height"];
  const fields = Object.fromEntries(
    sides.map((side) => [side, form.querySelector(`[name$="${side}"]`)]),
  );
  const box = paper.viewBox.baseVal;
  let start = null;

  const place = (event) => {
    const inverse = paper.getScreenCTM().inverse();
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(inverse);
    return {
      x: Math.min(Math.max(point.x, 0), box.width),
      y: Math.min(Math.max(point.y, 0), box.height),
    };
  };

  const show = () => {
    const [left, top, width, height] = sides.map((side) => Number(fields[side].value) || 0);
    shown.setAttribute("x", (left / 100) * box.width);
    shown.setAttribute("y", (top / 100) * box.height);
    shown.setAttribute("width", (width / 100) * box.width);
    shown.setAttribute("height", (height / 100) * box.height);
  };

  const fill = (from, to) => {
    const percent = (length, whole) => ((length / whole) * 100).toFixed(3);
    fields.left.value = percent(Math.min(from.x, to.x), box.width);
    fields.top.value = percent(Math.min(from.y, to.y), box.height);
    fields.width.value = percent(Math.abs(from.x - to.x), box.width);
    fields.height.value = percent(Math.abs(from.y - to.y), box.height);
    show();
  };

  paper.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) {
      return;
    }
    event.preventDefault();
    paper.setPointerCapture(event.pointerId);
    start = place(event);
  });
  paper.addEventListener("pointermove", (event) => {
    if (start) {
      fill(start, place(event));
    }
  });
  paper.addEventListener("pointerup", (event) => {
    if (!start) {
      return;
    }
    const end = place(event);
    const isClick = Math.abs(end.x - start.x) < 2 && Math.abs(end.y - start.y) < 2;
    if (!isClick) {
      fill(start, end);
      form.querySelector("select").focus({ preventScroll: true });
    }
    start = null;
  });
  paper.addEventListener("pointercancel", () => {
    start = null;
  });
  for (const side of sides) {
    fields[side].addEventListener("input", show);
  }
  paper.classList.add("gk-redact__paper--open");
  show();
})();
