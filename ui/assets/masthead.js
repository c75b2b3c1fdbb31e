// The name of the program, at the top of the sidebar.
import { make } from "./dom.js";
import { foldSidebar } from "./sidebar.js";

let isFirst = true;

export default function ({ data: [data], parentElement }) {
  parentElement.querySelector(".masthead").replaceChildren(
    make("p", { class: "name" }, data.name),
    make("p", { class: "tagline" }, data.tagline),
  );
  if (isFirst && !navigator.userActivation?.hasBeenActive) {
    foldSidebar(); // Streamlit remembers an open one, also from a wider screen; what the user has just opened stays
  }
  isFirst = false;
}
