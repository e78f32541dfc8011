// The page works without this file. It lets a coder tick by number keys, store with Enter and skip
// with S: only while the focus is within the list of codes, so that no key is taken elsewhere.
const form = document.querySelector("[data-quick-codes]");
const KEYS = "123456789abcdefghijklmnopqrtuvwxyz"; // without s

if (form) {
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  boxes.forEach((box, at) => {
    const key = KEYS[at];
    const label = form.querySelector(`label[for="${box.id}"]`);
    if (!key || !label) return;
    box.setAttribute("aria-keyshortcuts", key);
    const mark = document.createElement("span");
    mark.className = "app-key";
    mark.setAttribute("aria-hidden", "true");
    mark.textContent = key.toUpperCase();
    label.prepend(mark);
  });
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.type !== "checkbox") return;
    const key = event.key.toLowerCase();
    const box = boxes[KEYS.indexOf(key)];
    if (event.key === "Enter") {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button"));
    } else if (key === "s" && form.dataset.skip) {
      event.preventDefault();
      window.location.assign(form.dataset.skip);
    } else if (key.length === 1 && box && KEYS.includes(key)) {
      event.preventDefault();
      box.click();
      box.focus();
    }
  });
  const help = document.querySelector("[data-quick-help]");
  if (help) help.hidden = false;
  if ("begin" in form.dataset && boxes.length) boxes[0].focus();
}
