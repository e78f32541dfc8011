// Every page works without this file. It starts the design system's own components, and folds
// the filters of a list away on a phone, where they would stand in front of the list.
import { initAll } from "./vendor/nhsuk-frontend.min.js";

initAll();

if (window.matchMedia("(max-width: 55.9375em)").matches) {
  for (const panel of document.querySelectorAll("[data-close-when-narrow]")) {
    panel.open = false;
  }
}
