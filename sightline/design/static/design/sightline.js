// Every page works without this file. It only starts the design system's own components.
import { initAll } from "./vendor/nhsuk-frontend.min.js";

initAll();
