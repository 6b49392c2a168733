// Filters and deep links. Without this script everything is shown.
"use strict";
(() => {
  const form = document.getElementById("filters");
  if (!form) return;
  const findings = [...document.querySelectorAll(".finding")];
  const items = [...document.querySelectorAll(".item")];
  const tally = form.querySelector(".tally");
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const words = new Map();
  const wordsOf = (item) => {
    if (!words.has(item)) {
      const read = item.cloneNode(true);
      for (const control of read.querySelectorAll(".decide")) control.remove();
      words.set(item, fold(read.textContent));
    }
    return words.get(item);
  };
  const many = (name) => name === "class" || name === "outlet" || name === "language";
  const fits = (finding, chosen) => chosen.every(([name, value]) => {
    const own = finding.dataset[name] || "";
    return many(name) ? own.split("|").includes(value) : own === value;
  });

  function apply() {
    const values = [...new FormData(form)].filter(([, value]) => value.trim());
    const chosen = values.filter(([name]) => name !== "words");
    const sought = fold(values.filter(([name]) => name === "words").map(([, value]) => value.trim()).join(" "));
    let shown = 0;
    for (const item of items) {
      const said = !sought || wordsOf(item).includes(sought);
      const own = [...item.querySelectorAll(".finding")];
      let any = false;
      for (const finding of own) {
        const fit = said && fits(finding, chosen);
        finding.hidden = !fit;
        any = any || fit;
        shown += fit ? 1 : 0;
      }
      item.hidden = own.length ? !any : !said || chosen.length > 0;
    }
    for (const heading of document.querySelectorAll(".story > h3")) {
      const cards = [];
      for (let next = heading.nextElementSibling; next && next.tagName !== "H3"; next = next.nextElementSibling) {
        if (next.classList.contains("item")) cards.push(next);
      }
      heading.hidden = cards.length > 0 && cards.every((card) => card.hidden);
    }
    tally.textContent = shown === findings.length ? `${shown} findings` : `${shown} of ${findings.length} findings`;
  }

  function reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) {
      form.reset();
      apply();
    }
    for (let node = target.closest("details"); node; node = node.parentElement.closest("details")) node.open = true;
    target.scrollIntoView();
  }

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", () => {
    for (const closed of document.querySelectorAll("details:not([open])")) closed.open = true;
  });
  apply();
  if (location.hash) reveal();
})();
