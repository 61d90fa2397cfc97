// The card of a number or a term: hover, focus or a tap tells its kind, base, interval and origin, or its meaning.
// Its words are the title. Without this script the browser shows them, and the link leads to the row or the glossary.
(() => {
  "use strict";
  const GAP = 6, EDGE = 8, OPEN_AFTER = 120, CLOSE_AFTER = 300; // pixels, milliseconds
  const card = document.createElement("div");
  card.id = "cds-origin";
  card.setAttribute("role", "tooltip");
  card.hidden = true;
  (document.querySelector("main") || document.body).append(card);
  let shown = null, timer = 0, pointer = "", shownAtPress = null;

  const toldBy = (link) => link.querySelector(".cds-number[data-result]") || (link.matches(".cds-term") ? link : null);
  const linkOf = (node) => {
    const link = node instanceof Element ? node.closest("a") : null;
    return link && !card.contains(link) && toldBy(link) ? link : null;
  };
  const make = (name, className, ...content) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...content);
    return element;
  };

  function fill(link) {
    const source = toldBy(link);
    if (source.title) { // kept as data, or the browser would show it as a second card
      source.dataset.origin = source.title;
      source.removeAttribute("title");
    }
    const words = source.dataset.origin;
    const lines = source === link ? ["Glossary", `Meaning: ${words}`, "The glossary"] : words.split("\n");
    const [kind, ...facts] = lines;
    const place = make("a", "", facts.pop());
    place.href = link.href;
    const list = make("dl", "");
    for (const fact of facts) {
      const [label, ...words] = fact.split(": ");
      list.append(make("dt", "", label), make("dd", "", words.join(": ")));
    }
    card.className = source === link ? "cds-origin" : source.className.replace("cds-number", "cds-origin");
    card.replaceChildren(make("p", "cds-origin-kind", kind), list, make("p", "", place));
  }

  function put(link, x, y) {
    const boxes = [...link.getClientRects()];
    const box = boxes.find((b) => x >= b.left && x <= b.right && y >= b.top && y <= b.bottom) || boxes[0];
    const left = Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - EDGE);
    const below = box.bottom + GAP, above = box.top - GAP - card.offsetHeight;
    const fits = below + card.offsetHeight <= window.innerHeight || above < EDGE;
    const top = fits ? Math.min(below, window.innerHeight - card.offsetHeight - EDGE) : above;
    const holder = (card.offsetParent || document.body).getBoundingClientRect();
    card.style.left = `${Math.max(EDGE, left) - holder.left}px`;
    card.style.top = `${Math.max(EDGE, top) - holder.top}px`;
  }

  function show(link, x, y) {
    clearTimeout(timer);
    if (shown === link) return;
    hide();
    fill(link);
    card.hidden = false;
    card.style.left = card.style.top = "0"; // measured where it has room
    put(link, x, y);
    link.setAttribute("aria-describedby", card.id);
    shown = link;
  }

  function hide() {
    clearTimeout(timer);
    if (shown) shown.removeAttribute("aria-describedby");
    card.hidden = true;
    shown = null;
  }

  const later = (what, wait) => {
    clearTimeout(timer);
    timer = setTimeout(what, wait);
  };
  const focused = () => {
    const link = linkOf(document.activeElement);
    return link && link.matches(":focus-visible") ? link : null;
  };
  const leave = () => later(() => (focused() ? show(focused()) : hide()), CLOSE_AFTER);

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = linkOf(event.target);
    if (card.contains(event.target) || (link && link === shown)) clearTimeout(timer);
    else if (link) later(() => show(link, event.clientX, event.clientY), OPEN_AFTER);
    else if (shown && !card.contains(event.target)) leave();
    else clearTimeout(timer);
  });
  document.documentElement.addEventListener("pointerleave", () => shown && leave());
  document.addEventListener("pointerdown", (event) => {
    pointer = event.pointerType;
    shownAtPress = shown;
    if (shown && !card.contains(event.target) && linkOf(event.target) !== shown) hide();
  });
  document.addEventListener("click", (event) => {
    const link = linkOf(event.target);
    if (link && pointer && pointer !== "mouse" && shownAtPress !== link) {
      event.preventDefault(); // the first tap tells, the second follows the link
      show(link, event.clientX, event.clientY);
    } else hide();
  });
  document.addEventListener("focusin", () => (focused() ? show(focused()) : undefined));
  document.addEventListener("focusout", (event) => !card.contains(event.relatedTarget) && leave());
  document.addEventListener("keydown", (event) => {
    pointer = "";
    if (event.key === "Escape") hide();
  });
  document.addEventListener("scroll", ({ target }) => {
    if (!shown || target === document || target === card) return;
    if (focused() === shown) put(shown); // a table scrolls to the number that takes the focus
    else hide();
  }, true);
  window.addEventListener("resize", hide);
})();
