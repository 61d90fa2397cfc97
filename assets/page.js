// What every page does beyond being read: theme, contents on a phone, search by keyboard, copying of code.
(() => {
  "use strict";
  const root = document.documentElement;
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];

  function switchTheme() {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const show = (mode) => {
      root.dataset.mode = mode;
      root.dataset.theme = mode === "auto" ? (dark.matches ? "dark" : "light") : mode;
    };
    const next = () => {
      const modes = dark.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
      const mode = modes[(modes.indexOf(root.dataset.mode) + 1) % modes.length];
      show(mode);
      try {
        localStorage.setItem("mode", mode);
      } catch {
        // storage may be switched off: the choice then lasts as long as the page
      }
    };
    dark.addEventListener("change", () => show(root.dataset.mode));
    all(".theme-switch-button").forEach((button) => button.addEventListener("click", next));
  }

  function closeOnBackdrop(dialog) {
    dialog.addEventListener("click", ({ clientX: x, clientY: y }) => {
      const box = dialog.getBoundingClientRect();
      if (x < box.left || x > box.right || y < box.top || y > box.bottom) dialog.close();
    });
  }

  // On a narrow screen a sidebar opens as a dialog that borrows its content.
  function openSidebars() {
    const move = (from, to) => {
      to.append(...from.childNodes);
      to.classList.add(...from.classList);
      from.removeAttribute("class");
    };
    for (const name of ["primary", "secondary"]) {
      const [button, sidebar, dialog] = [`.${name}-toggle`, `#pst-${name}-sidebar`, `#pst-${name}-sidebar-modal`].map((s) => find(s));
      if (!button || !sidebar || !dialog) continue;
      button.addEventListener("click", () => {
        move(sidebar, dialog);
        dialog.showModal();
      });
      dialog.addEventListener("close", () => {
        move(dialog, sidebar);
        button.focus();
      });
      dialog.addEventListener("click", (event) => event.target.closest("a") && dialog.close());
      closeOnBackdrop(dialog);
    }
  }

  function searchByKeyboard() {
    window.addEventListener("keydown", (event) => {
      if (event.key.toLowerCase() !== "k" || event.shiftKey || event.altKey || event.ctrlKey === event.metaKey) return;
      event.preventDefault();
      const field = find("#cds-find");
      if (field?.offsetParent) field.focus();
      else find(".cds-masthead-search")?.click();
    });
  }

  // What scrolls must be reached by keyboard, and what does not scroll must not be in the way.
  function reachWhatScrolls() {
    const check = () =>
      all("pre, .pst-scrollable-table-container").forEach((region) => {
        if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
        else region.removeAttribute("tabindex");
      });
    new ResizeObserver(check).observe(document.body);
    all("details").forEach((details) => details.addEventListener("toggle", check));
  }

  function followReading() {
    const links = new Map(all("#pst-page-toc-nav a[href^='#']").map((link) => [link.hash.slice(1), link]));
    const watcher = new IntersectionObserver(
      (entries) => {
        const entry = entries.filter((one) => one.isIntersecting).pop();
        const current = entry && links.get(entry.target.closest("[id]").id);
        if (!current) return;
        for (const link of links.values()) {
          link.classList.toggle("active", link === current);
          if (link === current) link.setAttribute("aria-current", "true");
          else link.removeAttribute("aria-current");
        }
      },
      { rootMargin: "0px 0px -70% 0px" },
    );
    for (const id of links.keys()) {
      const section = document.getElementById(decodeURIComponent(id));
      const heading = section && find("h1, h2, h3", section);
      if (heading) watcher.observe(heading);
    }
  }

  function copyCode() {
    if (!navigator.clipboard) return;
    for (const pre of all("div.highlight > pre")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "cds-copy";
      button.textContent = "Copy";
      button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(pre.textContent);
        button.textContent = "Copied";
        setTimeout(() => (button.textContent = "Copy"), 2000);
      });
      pre.after(button);
    }
  }

  [switchTheme, openSidebars, searchByKeyboard, reachWhatScrolls, followReading, copyCode].forEach((start) => start());
})();
