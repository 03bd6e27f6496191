// Buttons of the quiz builder act without leaving the page, so that nothing jumps: the server makes
// the same page as without this script, and its content is put in place.

const CONTENT = "inplace";

async function send(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  const response = await fetch(form.action, { method: "POST", body });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const content = page.getElementById(CONTENT);
  if (!content) throw new Error(`status ${response.status}`);
  document.getElementById(CONTENT).replaceWith(content);
  refocus(content, button);
}

// Where to go on: the same button, or its neighbour where it can no longer be used.
function refocus(content, button) {
  const same = [...content.querySelectorAll(`button[name="${button.name}"]`)];
  const again = same.find((other) => other.value === button.value && !other.disabled);
  const [, line] = button.value.split(":");
  const near = line && same.find((other) => other.value.endsWith(`:${line}`) && !other.disabled);
  (content.querySelector("[aria-invalid]") ?? again ?? near ?? content.querySelector("h2, button"))?.focus();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || !form.closest(`#${CONTENT}`) || !event.submitter) return;
  event.preventDefault();
  send(form, event.submitter).catch(() => {
    // Without an answer, go the way the page goes without this script.
    const plain = document.createElement("input");
    Object.assign(plain, { type: "hidden", name: event.submitter.name, value: event.submitter.value });
    form.append(plain);
    form.submit();
  });
});
