// Evaluates expressions with @getodk/xpath, the evaluator of ODK Web Forms, for tests only.
// Standard input: {"instances": [{"xml": …, "lists": {id: xml}, "queries": [[kind, text, place]]}]}
// Standard output: a list of results for each instance, in the order of its queries.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

// The package is built for browsers and looks for these when it runs elsewhere.
globalThis.__dirname = ".";
globalThis.require = createRequire(import.meta.url);
const { JSDOM } = await import("jsdom");
const { window } = new JSDOM("<data/>", { contentType: "text/xml" });
Object.assign(globalThis, { Node: window.Node, document: window.document });
const { DEFAULT_DOM_ADAPTER, XFormsXPathEvaluator } = await import("@getodk/xpath");

const parsed = (xml) => new window.DOMParser().parseFromString(xml, "text/xml");

function answer(evaluator, [kind, text, place]) {
  const contextNode = evaluator.evaluateNodes(place)[0];
  if (contextNode === undefined) return { missing: place };
  const options = { contextNode };
  if (kind === "boolean") return evaluator.evaluateBoolean(text, options);
  if (kind === "string") return evaluator.evaluateString(text, options);
  return evaluator
    .evaluateNodes(text, options)
    .map((item) => [...item.children].find((child) => child.localName === "name").textContent);
}

const { instances } = JSON.parse(readFileSync(0, "utf8"));
const results = instances.map(({ xml, lists, queries }) => {
  const secondary = Object.entries(lists).map(([id, text]) => [id, parsed(text).documentElement]);
  const evaluator = new XFormsXPathEvaluator({
    rootNode: parsed(xml),
    domAdapter: DEFAULT_DOM_ADAPTER,
    itextTranslationsByLanguage: new Map(),
    secondaryInstancesById: new Map(secondary),
    timeZoneId: "UTC",
  });
  return queries.map((query) => {
    try {
      return answer(evaluator, query);
    } catch (error) {
      return { error: String(error) };
    }
  });
});
process.stdout.write(JSON.stringify(results));
