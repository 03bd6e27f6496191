// What axe need not look at twice: text that looks like other text, and pages that only change colour.
window.looks = {
  // Mark the first part of each look; axe judges the contrast of marked parts alone.
  mark() {
    this.known = new Map();
    const seen = new Set();
    for (const part of document.querySelectorAll("body, body *")) {
      part.removeAttribute("data-look");
      const own = [...part.childNodes].map((node) => (node.nodeType === 3 ? node.data.trim() : ""));
      const says = own.join("");
      if (!(says || part.matches("input, select, textarea")) || !part.checkVisibility()) continue;
      const look = this.of(part, says);
      if (!seen.has(look)) part.setAttribute("data-look", seen.add(look).size);
    }
  },

  // Whatever the contrast of a text depends on: its own colours and size, and all that is behind it.
  of(part, says) {
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(part);
    const off = (part.closest("label")?.control ?? part).matches(":disabled, :disabled *");
    // Axe does not judge single letters and signs.
    const words = /[\p{L}\p{N}].*[\p{L}\p{N}]/su.test(says);
    return [color, fontSize, fontWeight, textShadow, off, words, this.behind(part)].join();
  },

  behind(part) {
    if (!part) return "";
    if (!this.known.has(part)) {
      const style = getComputedStyle(part);
      const own = ["backgroundColor", "backgroundImage", "opacity", "filter", "mixBlendMode", "position"];
      const named = `${part.localName}.${part.getAttribute("class")}`;
      const here = own.map((name) => style[name]).join();
      this.known.set(part, `${this.behind(part.parentElement)}/${named} ${here}`);
    }
    return this.known.get(part);
  },

  // Where everything is and what is hidden: the same as long as nothing but colours changes.
  shape() {
    const places = [...document.querySelectorAll("*")].map((part) => {
      const { x, y, width, height } = part.getBoundingClientRect();
      const { display, visibility } = getComputedStyle(part);
      return [part.localName, x, y, width, height, display, visibility].join();
    });
    return places.join("\n");
  },
};
axe.configure({ rules: [{ id: "color-contrast", selector: "[data-look]" }] });
