import { make } from "./dom.js";

export default function ({ data: [data], parentElement }) {
  parentElement.querySelector(".masthead").replaceChildren(
    make("p", { class: "name" }, data.name),
    make("p", { class: "tagline" }, data.tagline),
  );
}
