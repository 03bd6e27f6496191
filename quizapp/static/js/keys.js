// The keyboard: digits and letters choose, left and right move between questions, F flags.

import { recall, remember } from "./device.js";

const OFF = "quiz.keys-off";
const dialog = document.getElementById("keys");
const opener = document.getElementById("keys-button");
const on = document.getElementById("keys-on");

// Categories stand side by side, where left and right already move among them.
const OWN_KEYS = "textarea, select, .bins input, input:not([type=radio], [type=checkbox])";

function choose(key) {
  const choices = [...document.querySelectorAll("fieldset.question label.opt")];
  const place = /^[1-9]$/.test(key)
    ? Number(key) - 1
    : choices.findIndex((choice) => choice.querySelector(".key").textContent === key.toUpperCase());
  const input = choices[place]?.querySelector("input");
  if (!input) return false;
  input.focus();
  if (input.type === "checkbox" || !input.checked) input.click();
  return true;
}

function act(key) {
  if (key === "ArrowRight") document.getElementById("next").click();
  else if (key === "ArrowLeft") document.querySelector(".back")?.click();
  else if (key === "?") dialog.showModal();
  else if (key.length === 1 && choose(key)) return true;
  else if (key.toUpperCase() === "F") document.getElementById("flag").click();
  else return false;
  return true;
}

addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (dialog.open || !on.checked || !(target instanceof Element) || target.matches(OWN_KEYS)) return;
  if (act(key)) event.preventDefault();
});

on.checked = recall(OFF) !== "yes";
on.addEventListener("change", () => remember(OFF, on.checked ? "no" : "yes"));
opener.hidden = false;
opener.addEventListener("click", () => dialog.showModal());
