// Marking by keyboard: a digit gives that many points of the rubric, arrows move, M and C write.

import { recall, remember } from "./device.js";

const OFF = "quiz.marking-keys-off";
const on = document.getElementById("keys-on");
const form = document.getElementById("marks");
const TYPING = "textarea, input:not([type=checkbox])";

function act(key) {
  const given = form.querySelector(`[data-key="${CSS.escape(key.toLowerCase())}"]`);
  if (given) given.click();
  else if (key === "ArrowLeft") document.getElementById("before")?.click();
  else if (key === "ArrowRight") document.getElementById("after")?.click();
  else if (key === "m" || key === "M") form.elements.mark.select();
  else if (key === "c" || key === "C") form.elements.comment.focus();
  else return false;
  return true;
}

addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (target instanceof Element && target.matches(TYPING)) {
    if (key === "Escape") target.blur();
    return;
  }
  if (on.checked && act(key)) event.preventDefault();
});

on.checked = recall(OFF) !== "yes";
on.addEventListener("change", () => remember(OFF, on.checked ? "no" : "yes"));
on.closest(".keys").hidden = false;
