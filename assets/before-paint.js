// Before anything is painted: the theme that the reader chose, else the system's; and the faces are sent for.
(() => {
  "use strict";
  const root = document.documentElement;
  let mode = "auto";
  try {
    mode = localStorage.getItem("mode") || "auto";
  } catch {
    // storage may be switched off
  }
  root.dataset.mode = mode;
  root.dataset.theme = mode === "auto" ? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light") : mode;
  if (location.protocol === "file:") return; // there a preload is refused, and is not needed
  for (const name of ["SourceSerifPro-Regular", "SourceSerifPro-Semibold", "SourceSansPro-Regular", "SourceSansPro-Semibold"]) {
    const face = document.createElement("link");
    Object.assign(face, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "anonymous" });
    face.href = `${root.dataset.content_root}_static/fonts/${name}.woff2`;
    document.head.append(face);
  }
})();
