// The name of the program, at the top of the sidebar.
import { make } from "./dom.js";
import { foldSidebar } from "./sidebar.js";

let isFirst = true;

export default function ({ data: [data], parentElement }) {
  parentElement.querySelector(".masthead").replaceChildren(
    make("p", { class: "name" }, data.name),
    make("p", { class: "tagline" }, data.tagline),
  );
  if (isFirst) {
    foldSidebar(); // Streamlit remembers an open one, also from a wider screen
  }
  isFirst = false;
}
