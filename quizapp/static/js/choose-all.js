// Choose everyone in a list, or nobody, with one press.
for (const button of document.querySelectorAll("button[data-choose-all]")) {
  const boxes = [...document.getElementsByName(button.dataset.chooseAll)];
  const all = () => boxes.every((box) => box.checked);
  const label = () => {
    button.textContent = all() ? "Choose nobody" : "Choose all";
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const wanted = !all();
    for (const box of boxes) box.checked = wanted;
    label();
  });
  for (const box of boxes) box.addEventListener("change", label);
}
