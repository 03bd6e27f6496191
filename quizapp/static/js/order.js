// Lets steps be moved up and down by button or by dragging; the lists of places stay the answer.

import { announce } from "./announce.js";
import { changed } from "./autosave.js";

const list = document.querySelector("fieldset.question ol.steps");

const steps = () => [...list.children];
const select = (step) => step.querySelector("select");
const textOf = (step) => step.querySelector(".what").textContent;

function number() {
  steps().forEach((step, place) => {
    select(step).value = String(place);
  });
}

function showNumbers(placed) {
  steps().forEach((step, place) => {
    step.querySelector(".number").textContent = placed ? String(place + 1) : "–";
    const [up, down] = step.querySelectorAll("button");
    up.disabled = place === 0;
    down.disabled = place === steps().length - 1;
  });
  document.getElementById("keep-order").hidden = placed;
}

function placed() {
  number();
  showNumbers(true);
  changed();
}

function move(step, by) {
  const other = steps()[steps().indexOf(step) + by];
  if (!other) return;
  if (by < 0) other.before(step);
  else other.after(step);
  placed();
  announce(`${textOf(step)}: place ${steps().indexOf(step) + 1}.`);
}

function button(step, by, sign, words) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = sign;
  made.className = "move";
  made.setAttribute("aria-label", `${words}: ${textOf(step)}`);
  made.addEventListener("click", () => {
    move(step, by);
    (made.disabled ? step.querySelector("button:not([disabled])") : made).focus();
  });
  return made;
}

function drag(step) {
  step.draggable = true;
  step.addEventListener("dragstart", () => step.classList.add("dragged"));
  step.addEventListener("dragend", () => {
    step.classList.remove("dragged");
    placed();
  });
  step.addEventListener("dragover", (event) => {
    event.preventDefault();
    const dragged = list.querySelector(".dragged");
    if (!dragged || dragged === step) return;
    const box = step.getBoundingClientRect();
    const below = event.clientY > box.top + box.height / 2;
    if (below) step.after(dragged);
    else step.before(dragged);
  });
}

function prepare(step) {
  select(step).hidden = true;
  const place = document.createElement("span");
  place.className = "number";
  step.querySelector(".place").append(place);
  const moves = document.createElement("span");
  moves.className = "moves";
  moves.append(button(step, -1, "▲", "Move up"), button(step, 1, "▼", "Move down"));
  step.append(moves);
  drag(step);
}

if (list) {
  list.classList.add("movable");
  const place = (step) => (select(step).value === "" ? Infinity : Number(select(step).value));
  list.append(...steps().sort((a, b) => place(a) - place(b)));
  steps().forEach(prepare);
  const keep = document.createElement("button");
  keep.type = "button";
  keep.id = "keep-order";
  keep.className = "btn small";
  keep.textContent = "It is in this order already";
  keep.addEventListener("click", placed);
  list.after(keep);
  const answered = () => steps().every((step) => select(step).value !== "");
  showNumbers(answered());
  list.closest("fieldset").addEventListener("cleared", () => showNumbers(false));
}
