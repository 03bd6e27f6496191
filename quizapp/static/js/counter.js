// Says how many choices are taken where a question asks for a number of them.

const counter = document.querySelector(".counter");

function show() {
  const asked = Number(counter.dataset.asked);
  const taken = document.querySelectorAll("fieldset.question input:checked").length;
  counter.textContent = `${taken} of ${asked} chosen`;
  counter.classList.toggle("over", taken > asked);
  if (taken > asked) counter.textContent += `: choose only ${asked}`;
}

if (counter) {
  const inputs = counter.closest("fieldset");
  inputs.addEventListener("change", show);
  inputs.addEventListener("cleared", show);
  show();
}
