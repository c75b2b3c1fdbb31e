// navigator.clipboard exists only on secure origins; a page on a local network is none.
import { make } from "./dom.js";

export async function copyText(text) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (refused) {
      console.info("Clipboard refused, trying the older way", refused);
    }
  }
  const field = make("textarea", { readonly: true, style: "position: fixed; opacity: 0" });
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
