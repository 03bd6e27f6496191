// Let people see the passphrase they type: four words on a phone are hard to type unseen.
for (const input of document.querySelectorAll("input[data-reveal]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "reveal";
  button.textContent = "Show";
  button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-label", "Show the passphrase");
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.textContent = shown ? "Show" : "Hide";
    button.setAttribute("aria-pressed", String(!shown));
    input.focus();
  });
  const box = document.createElement("div");
  box.className = "with-reveal";
  input.replaceWith(box);
  box.append(input, button);
  // A form is sent with the passphrase hidden, so that browsers offer to keep it.
  input.form?.addEventListener("submit", () => {
    input.type = "password";
  });
}
