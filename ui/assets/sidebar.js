// On a narrow screen the sidebar lies over the page. It folds when the user goes to something that it covers.
import { SELECTORS } from "./streamlit.js";

const NARROW_PX = 768;
const FOLDED_MS = 100;

export function foldSidebar() {
  const button = document.querySelector(SELECTORS.foldSidebar);
  const folds = window.innerWidth <= NARROW_PX && Boolean(button);
  if (folds) {
    button.click();
  }
  return folds;
}

// The keyboard goes to the button that unfolds it: what had it lies off the screen now.
export function leaveSidebar() {
  if (foldSidebar()) {
    setTimeout(() => document.querySelector(SELECTORS.unfoldSidebar)?.focus(), FOLDED_MS);
  }
}
