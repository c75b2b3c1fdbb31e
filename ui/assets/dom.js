// Elements from data. Children that are strings become text nodes: nothing that an article says is ever read as HTML.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== ""));
  return element;
}

// A line drawing of 24 by 24, from the data of its paths.
export function icon(...paths) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("class", "icon");
  for (const line of paths) {
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", line);
    drawing.append(path);
  }
  return drawing;
}

// The element that opened the article: closing that brings the keyboard back there.
let opener = null;
let returning = false;

export function rememberOpener(element) {
  opener = element;
}

export function returnToOpener() {
  if (opener?.isConnected) {
    returning = true;
    opener.focus({ preventScroll: true });
    returning = false;
  }
}

// Whether the keyboard is being brought back there just now: a card would only cover what the user comes back to.
export function isReturning() {
  return returning;
}

// Whether ``content`` differs from what was last drawn in ``place``; from then on it counts as drawn.
export function hasChanged(place, content) {
  const drawn = JSON.stringify(content);
  const changed = place.drawn !== drawn;
  place.drawn = drawn;
  return changed;
}

// Whether keys go into a field; shortcuts have to leave them there.
export function isTyping(target) {
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

// A template with its {names} replaced.
export function filled(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// Draws a list anew and leaves the keyboard where it was: on the same line, else on the line that came into its place.
export function keepingPlace(list, lines, draw, otherwise) {
  const focused = list.getRootNode().activeElement;
  const before = [...list.querySelectorAll(lines)];
  const place = before.findIndex((line) => line.contains(focused));
  draw();
  if (place < 0) {
    return;
  }
  const after = [...list.querySelectorAll(lines)];
  const same = after.find((line) => line.dataset.id === before[place].dataset.id);
  const name = [...focused.classList].at(-1);
  const next = same ? same.querySelector(`button.${name}`) || same.querySelector(".open") : after[Math.min(place, after.length - 1)]?.querySelector(".open");
  (next || otherwise).focus();
}
