// On a narrow screen the sidebar lies over the page. It folds when the reader goes to something that it covers.
const NARROW_PX = 768;
const FOLDED_MS = 100;

function foldSidebar() {
  const button = document.querySelector('[data-testid="stSidebar"][data-collapsed="false"] [data-testid="stSidebarCollapseButton"] button');
  const folds = window.innerWidth <= NARROW_PX && Boolean(button);
  if (folds) {
    button.click();
  }
  return folds;
}

// The keyboard goes to the button that unfolds it: what had it lies off the screen now.
function leaveSidebar() {
  if (foldSidebar()) {
    setTimeout(() => document.querySelector('button[data-testid="stExpandSidebarButton"]')?.focus(), FOLDED_MS);
  }
}
