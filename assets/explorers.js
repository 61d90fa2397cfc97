// Explorers: panels whose answer is worked out in the page. Each explorer's own script adds its function to cdsExplorers:
// (state, data, write, maths) => ({sentence, plots: [[{label, marks: [[kind, low, high], ...]}, ...], ...]}), one plot
// an axis. The twin of this drawing is explorers/drawing.py; without script the page shows the first state and all values.
(() => {
  "use strict";
  const [HEAD, ROW, LABEL, MARK, FOOT, MARGIN] = [22, 40, 15, 27, 24, 2];

  // Rounded as Python rounds, ties to the even digit, so that page, table and print agree to the last digit.
  function rounded(value, places) {
    const exact = value.toFixed(places + 40);
    const tie = exact.endsWith(`5${"0".repeat(39)}`) && "02468".includes(exact.at(-41 - (places === 0)));
    return Number(tie ? exact.slice(0, -40) : value.toFixed(places));
  }
  const count = (value) => value.toLocaleString("en-GB");
  const decimal = (value, places = 1) => String(rounded(value, places));
  const percent = (share, places = 1) => `${decimal(100 * share, places)}%`;
  const range = (low, high, places = 1) => [...new Set([percent(low, places), percent(high, places)])].join(" to ");
  const fill = (template, values) => template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const chance = (p, [near, more, less]) => (p > near ? more : p < 1 - near ? less : percent(p, 0));
  const write = { count, decimal, percent, range, fill, chance };

  function wilson(p, n, z) {
    const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
    return [-half, half].map((side) => (p + (z * z) / (2 * n) + side) / (1 + (z * z) / n));
  }
  // The chances of 0 to n successes, each with chance p.
  function binomial(n, p) {
    const odds = Math.log(p / Math.max(1 - p, Number.EPSILON));
    const logs = [0];
    for (let k = 1; k <= n; k++) logs.push(logs[k - 1] + Math.log((n - k + 1) / k) + odds);
    const most = logs.reduce((a, b) => Math.max(a, b));
    const parts = logs.map((log) => Math.exp(log - most));
    const all = parts.reduce((a, b) => a + b);
    return parts.map((part) => part / all);
  }
  function place(axis, value) {
    const at = axis.scale === "log" ? Math.log : (v) => v;
    const kept = Math.min(Math.max(value, axis.low), axis.high);
    return MARGIN + ((100 - 2 * MARGIN) * (at(kept) - at(axis.low))) / (at(axis.high) - at(axis.low));
  }
  const line = (look, a, b, y, y2 = y) =>
    `<line class="cds-m-${look}" x1="${a.toFixed(2)}%" x2="${b.toFixed(2)}%" y1="${y}" y2="${y2}"/>`;
  const dot = (look, a, b, y, r) => `<circle class="cds-m-${look}" cx="${((a + b) / 2).toFixed(2)}%" cy="${y}" r="${r}"/>`;
  const drawn = {
    published: (a, b, y) => line("reading", a, b, y) + dot("published", a, b, y, 4),
    implied: (a, b, y) => line("implied", a, b, y) + [a, b].map((end) => line("implied", end, end, y - 5, y + 5)).join(""),
    plausible: (a, b, y) => line("plausible", a, b, y),
    measured: (a, b, y) => dot("measured", a, b, y, 5),
    sampling: (a, b, y) => line("sampling", a, b, y),
    other: (a, b, y) => dot("other", a, b, y, 4),
    context: (a, b, y) => dot("context", a, b, y, 4),
  };
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const row = (axis, { label, marks }, top) =>
    `<text x="${MARGIN}%" y="${top + LABEL}">${escaped(label)}</text>` +
    marks.map(([kind, low, high]) => drawn[kind](place(axis, low), place(axis, high), top + MARK)).join("");

  function start(panel) {
    const work = window.cdsExplorers[panel.dataset.explorer];
    const data = JSON.parse(panel.querySelector("script").textContent);
    const form = panel.querySelector("form");
    const output = panel.querySelector("output");
    const drawings = [...panel.querySelectorAll(":scope > svg")];

    function show() {
      const wrong = [...form.querySelectorAll("input[type=number]")].filter((field) => {
        field.setAttribute("aria-invalid", !field.validity.valid);
        return !field.validity.valid;
      });
      if (wrong.length) {
        output.textContent = wrong[0].dataset.refusal;
        return;
      }
      const state = Object.fromEntries(new FormData(form));
      const { sentence, plots } = work(state, data, write, { wilson, binomial });
      output.textContent = sentence;
      drawings.forEach((drawing, i) => {
        drawing.setAttribute("height", HEAD + ROW * plots[i].length + FOOT);
        drawing.querySelector("g").innerHTML = plots[i].map((r, k) => row(data.axes[i], r, HEAD + ROW * k)).join("");
      });
    }

    for (const slider of form.querySelectorAll("input[type=range]")) {
      const field = document.getElementById(slider.dataset.sets);
      const stops = slider.dataset.stops.split(" ").map(Number);
      const distance = (stop) => Math.abs(stop - field.value);
      slider.addEventListener("input", () => {
        field.value = stops[slider.value];
        slider.setAttribute("aria-valuetext", field.value);
      });
      field.addEventListener("input", () => {
        slider.value = stops.reduce((best, stop, i) => (distance(stop) < distance(stops[best]) ? i : best), 0);
        slider.setAttribute("aria-valuetext", field.value);
      });
    }
    form.addEventListener("input", show);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.querySelector("fieldset").disabled = false;
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".cds-panel").forEach(start));
})();
