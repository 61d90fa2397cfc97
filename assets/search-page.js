// The search page: the theme's search must leave nothing in the reader's browser, and the field is ready to type in.
const SPHINX_HIGHLIGHT_ENABLED = false;
document.addEventListener("DOMContentLoaded", () => document.querySelector("main form.bd-search input")?.select());
