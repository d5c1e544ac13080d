"""With the keyboard alone: going from stop to stop, each of which must be seen."""

import pytest
from playwright.sync_api import Locator, Page, expect

FOCUS_IS_SEEN = """
() => {
  const node = document.activeElement;
  const look = (of) => {
    const style = getComputedStyle(node, of);
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.backgroundColor,
            style.borderColor].join();
  };
  const focused = look() + look("::before") + (node.labels?.[0] ? labelLook(node) : "");
  node.blur();
  const plain = look() + look("::before") + (node.labels?.[0] ? labelLook(node) : "");
  node.focus();
  return focused !== plain;
  function labelLook(of) {
    const style = getComputedStyle(of.labels[0], "::before");
    return [style.outlineWidth, style.boxShadow, style.borderWidth].join();
  }
}
"""
MOST_STOPS = 80


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the wanted control has the focus; every stop on the way must be seen."""
    expect(wanted).to_have_count(1)
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS_IS_SEEN), page.evaluate("document.activeElement.outerHTML")
        if wanted.evaluate("node => node === document.activeElement"):
            return
    pytest.fail(f"Tab never comes to {wanted}")
