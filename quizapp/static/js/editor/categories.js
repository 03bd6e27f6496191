// The cards of a sorting question offer the categories as they are being named.

const form = document.getElementById("editor");
const names = () => [...form.querySelectorAll('[name^="categories-"]')].map((field) => field.value.trim());

// What the names were before, so that cards follow a category that is being renamed.
let before = names();

form.addEventListener("input", ({ target }) => {
  const now = names();
  const place = Number(/^categories-(\d+)-/.exec(target.name)?.[1] ?? -1);
  const [old, renamed] = [before[place], now[place]];
  const offered = now.filter((name, i) => name && now.indexOf(name) === i);
  for (const select of form.querySelectorAll('[name^="cards-"][name$="-category"]')) {
    const chosen = old && select.value === old ? renamed : select.value;
    select.replaceChildren(
      new Option(select.options[0].text, ""),
      ...offered.map((name) => new Option(name, name)),
    );
    select.value = offered.includes(chosen) ? chosen : "";
  }
  before = now;
});
