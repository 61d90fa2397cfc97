// Search and sorting for the two tables of the evidence page. Without it they are complete tables in the order of the data.
(() => {
  "use strict";
  const TABLES = { "evidence-answers": "answers", "evidence-studies": "studies" };
  const NUMERIC = new Set(["Share", "Answers", "Year", "Answered"]);
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const textOf = (row, column) => row.cells[column].textContent.trim();
  const numberOf = (text) => Number.parseFloat((text.replace(/,(?=\d)/g, "").match(/\d+(\.\d+)?/) || [])[0]);

  function comparer(column, isNumeric, sign) {
    if (!isNumeric) return (a, b) => sign * collator.compare(textOf(a, column), textOf(b, column));
    return (a, b) => {
      const [x, y] = [numberOf(textOf(a, column)), numberOf(textOf(b, column))];
      if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) - Number.isNaN(y); // unknown stays last
      return sign * (x - y);
    };
  }

  function makeSortable(table, body) {
    const headers = [...table.tHead.rows[0].cells];
    headers.forEach((header, column) => {
      const label = header.textContent.trim();
      const button = document.createElement("button");
      button.type = "button";
      button.className = "cds-sort";
      button.textContent = label;
      header.replaceChildren(button);
      button.addEventListener("click", () => {
        const order = header.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
        headers.forEach((other) => other.removeAttribute("aria-sort"));
        header.setAttribute("aria-sort", order);
        const sign = order === "ascending" ? 1 : -1;
        body.append(...[...body.rows].sort(comparer(column, NUMERIC.has(label), sign)));
      });
    });
  }

  function makeSearchable(table, body, what) {
    const rows = [...body.rows].map((row) => [row, folded(row.textContent)]);
    const box = document.createElement("div");
    box.className = "cds-search";
    const label = document.createElement("label");
    label.htmlFor = `search-${table.id}`;
    label.textContent = `Search the ${what}`;
    const input = document.createElement("input");
    input.type = "search";
    input.id = label.htmlFor;
    input.autocomplete = "off";
    const count = document.createElement("p");
    count.setAttribute("role", "status");
    box.append(label, input, count);
    (table.closest(".pst-scrollable-table-container") || table).before(box);

    const show = () => {
      const words = folded(input.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const [row, text] of rows) {
        row.hidden = !words.every((word) => text.includes(word));
        shown += row.hidden ? 0 : 1;
      }
      count.textContent = `${shown} of ${rows.length} rows`;
    };
    input.addEventListener("input", show);
    window.addEventListener("hashchange", () => {
      // a link to a row that the search hides must still arrive
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!target || !target.closest("tr[hidden]") || !table.contains(target)) return;
      input.value = "";
      show();
      target.scrollIntoView();
    });
    show();
  }

  for (const [id, what] of Object.entries(TABLES)) {
    const table = document.getElementById(id);
    if (!table) continue;
    makeSortable(table, table.tBodies[0]);
    makeSearchable(table, table.tBodies[0], what);
  }
})();
