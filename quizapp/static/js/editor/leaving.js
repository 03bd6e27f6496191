// Asks before a page with unsaved writing is left.

const form = document.getElementById("editor");
let unsaved = false;

form.addEventListener("input", () => { unsaved = true; });
form.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) unsaved = false;
});
window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
