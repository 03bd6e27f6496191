// Keeps the reader's place in the passage from question to question, and on a phone brings the
// passage up in front of the question with one tap.

import { recall, remember } from "./device.js";

const passage = document.getElementById("passage");
const button = document.getElementById("to-passage");
const attempt = (document.getElementById("answer") ?? document.getElementById("submitted")).dataset.attempt;
const PLACE = `quiz.place.${attempt}`;
const narrow = matchMedia("(max-width: 760px)");

passage.scrollTop = Number(recall(PLACE, "sessionStorage") ?? 0);
passage.addEventListener("scroll", () => remember(PLACE, passage.scrollTop, "sessionStorage"), { passive: true });

// A review goes to the first paragraph that it speaks of.
const cited = passage.querySelector("li.cited");
if (cited && !narrow.matches) cited.scrollIntoView({ block: "nearest" });

function show(open) {
  document.body.classList.toggle("reading", open);
  button.setAttribute("aria-expanded", String(open));
  button.textContent = open ? "Question" : "Passage";
  if (open) {
    passage.scrollTop = Number(recall(PLACE, "sessionStorage") ?? 0);
    passage.focus({ preventScroll: true });
  }
}

document.body.classList.add("drawer");
button.setAttribute("role", "button");
button.setAttribute("aria-controls", "passage");
show(false);
button.addEventListener("click", (event) => {
  event.preventDefault();
  show(!document.body.classList.contains("reading"));
});
button.addEventListener("keydown", (event) => {
  if (event.key !== " ") return;
  event.preventDefault();
  button.click();
});
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !document.body.classList.contains("reading")) return;
  show(false);
  button.focus();
});
// A citation such as P3 goes to its paragraph, wherever the passage is.
document.addEventListener("click", (event) => {
  const cite = event.target.closest("a.cite");
  if (!cite) return;
  event.preventDefault();
  if (narrow.matches) show(true);
  const paragraph = document.querySelector(cite.getAttribute("href"));
  if (!paragraph) return;
  paragraph.scrollIntoView({ block: "center" });
  paragraph.tabIndex = -1;
  paragraph.focus({ preventScroll: true });
});
