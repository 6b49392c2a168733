// Decisions on findings. `data-part` of the bar: the whole report, its front page, or one story of it.
// `verify review` keeps them in the run's folder; a file that was opened by itself keeps them in
// the browser where it may. Both export and import review.jsonl. All words are set as text, never as markup.
"use strict";
(() => {
  const bar = document.getElementById("review");
  if (!bar) return;
  const live = bar.dataset.save === "server";
  const base = live ? `/${location.pathname.split("/")[1]}` : "";
  const key = `verify-review:${bar.dataset.corpus}`;
  const part = bar.dataset.part;
  const told = bar.querySelector("output");
  const cards = new Map([...document.querySelectorAll(".finding")].map((card) => [card.id.slice("finding-".length), card]));
  const first = new Map([...cards].map(([id, card]) => [id, card.dataset.was]));
  const decisions = new Map();
  let queue = Promise.resolve();
  let kept = true;

  const say = (text) => { told.textContent = text; };
  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const entryOf = (row) => {
    const text = (name) => (typeof row[name] === "string" ? row[name] : "");
    const found = Object.fromEntries(["finding", "state", "comment", "time", "reviewer"].map((name) => [name, text(name)]));
    if (!found.finding || !["accepted", "rejected", "open"].includes(found.state)) throw new Error("no decision");
    return found;
  };

  function tally() {
    const made = [...decisions.values()].filter(({ state }) => state !== "open");
    const mine = made.filter(({ finding }) => cards.has(finding));
    const count = part === "front" ? `${made.length} ${made.length === 1 ? "finding" : "findings"} decided` : `${mine.length} of ${cards.size} findings decided`;
    const page = part === "story" ? " on this page" : "";
    return `${count}${page}${kept ? "" : "; kept only until this page closes: export them"}`;
  }

  // What the front page counts follows the decisions, where all findings are on it.
  function recount() {
    if (part !== "whole") return;
    const all = [...cards.values()].map((card) => card.dataset);
    const standing = all.filter(({ state }) => state === "new" || state === "accepted");
    for (const cell of document.querySelectorAll("[data-count]")) {
      const [rule, grade] = cell.dataset.count.includes(" ") ? cell.dataset.count.split(" ") : ["", cell.dataset.count];
      if (grade === "states") continue;
      const grades = rule && grade === "minor" ? ["minor", "none"] : [grade];
      const found = standing.filter((each) => grades.includes(each.severity) && (!rule || each.rule === rule)).length;
      cell.textContent = rule && !found ? "–" : found;
    }
    const states = document.querySelector("[data-count=states]");
    const count = (state) => all.filter((each) => each.state === state).length;
    const left = [["rejected", "rejected in review"], ["baseline", "known from the baseline"]]
      .filter(([state]) => count(state)).map(([state, words]) => `${count(state)} ${words}`).join(", ");
    if (states) states.textContent = `${count("new")} open, ${count("accepted")} accepted.${left ? ` Not counted: ${left}.` : ""}`;
  }

  function draw(id) {
    const card = cards.get(id);
    if (!card) return;
    const { state = "open", comment = "", reviewer = "" } = decisions.get(id) || {};
    card.dataset.state = state === "open" ? first.get(id) : state;
    for (const button of card.querySelectorAll(".decide button")) {
      button.setAttribute("aria-pressed", String(button.dataset.to === state));
    }
    const field = card.querySelector(".decide input");
    if (field !== document.activeElement) field.value = comment;
    card.querySelector(".decide .by").textContent = state !== "open" && reviewer ? `by ${reviewer}` : "";
  }

  // Another window may have stored decisions since this one read them: the younger of two holds.
  function recall() {
    for (const row of JSON.parse(localStorage.getItem(key) || "[]")) {
      const found = entryOf(row);
      const own = decisions.get(found.finding);
      if (!own || own.time <= found.time) decisions.set(found.finding, found);
    }
  }

  function remember() {
    try {
      recall();
      localStorage.setItem(key, JSON.stringify([...decisions.values()]));
    } catch {
      kept = false;
    }
  }

  async function save(entry) {
    if (!live) {
      decisions.set(entry.finding, { reviewer: "", ...entry, time: entry.time || new Date().toISOString() });
      remember();
      return;
    }
    const response = await fetch(`${base}/decision`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(entry),
    }).catch(() => { throw new Error("the server does not answer; is `verify review` still running?"); });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    decisions.set(entry.finding, entryOf(answer));
  }

  // One after the other, so that the last click is the last line.
  function decide(id, comment, next) {
    queue = queue.then(async () => {
      try {
        await save({ finding: id, state: next(decisions.get(id)?.state || "open"), comment });
        draw(id);
        recount();
        say(tally());
      } catch (error) {
        draw(id);
        say(`Not saved: ${error.message}`);
      }
    });
  }

  function controls(id, card) {
    const field = element("input", { type: "text", placeholder: "Comment", maxLength: 10000, autocomplete: "off" });
    field.setAttribute("aria-label", `Comment on finding ${id}`);
    const button = (to, caption) => {
      const made = element("button", { type: "button", textContent: caption });
      made.dataset.to = to;
      made.addEventListener("click", () => decide(id, field.value.trim(), (state) => (state === to ? "open" : to)));
      return made;
    };
    field.addEventListener("change", () => decide(id, field.value.trim(), (state) => state));
    const by = element("span", { className: "by" });
    const group = element("div", { className: "decide" }, button("accepted", "Accept"), button("rejected", "Reject"), field, by);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", `Decision on finding ${id}`);
    card.append(group);
  }

  function drawn() {
    for (const [id, card] of cards) {
      const words = card.querySelector(".decided");
      if (!words) continue;
      const { state, comment, time, reviewer } = words.dataset;
      if (!live) decisions.set(id, { finding: id, state, comment, time, reviewer });
      words.remove();
    }
  }

  async function load() {
    drawn();
    try {
      if (live) {
        const rows = (await (await fetch(`${base}/decisions`)).json()).decisions;
        for (const row of rows) decisions.set(row.finding, entryOf(row));
      } else {
        recall();
      }
    } catch (error) {
      if (live) return say("Decisions could not be read: is `verify review` still running?");
      kept = false;
    }
    for (const id of cards.keys()) draw(id);
    if (live || [...cards.keys()].some((id) => decisions.has(id))) deciding(true);
    recount();
    say(tally() + alone());
    document.getElementById("filters")?.dispatchEvent(new Event("input"));
  }

  // Some browsers give every file a storage of its own. The front page leaves a sign that its stories can look for.
  function alone() {
    if (live || part === "whole" || !kept) return "";
    try {
      if (part === "story" && !localStorage.getItem(`${key}:front`)) {
        return "; this browser keeps decisions page by page: export those of each, or use `verify review`";
      }
      localStorage.setItem(`${key}:front`, "opened");
    } catch {
      kept = false;
    }
    return "";
  }

  function deciding(on) {
    document.body.classList.toggle("deciding", on);
    bar.querySelector("[data-do=decide]").setAttribute("aria-pressed", String(on));
  }

  function download() {
    const lines = [...decisions.values()].map((each) => `${JSON.stringify(entryOf(each))}\n`);
    const address = URL.createObjectURL(new Blob(lines, { type: "application/jsonl" }));
    const link = element("a", { href: address, download: "review.jsonl" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
    say(`${lines.length} decisions exported`);
  }

  async function read(file) {
    let taken = 0;
    let left = 0;
    for (const line of (await file.text()).split("\n").filter((each) => each.trim())) {
      try {
        const entry = entryOf(JSON.parse(line));
        await save(entry);
        draw(entry.finding);
        deciding(true);
        taken += 1;
      } catch {
        left += 1;
      }
    }
    recount();
    say(`${taken} decisions imported${left ? `, ${left} lines left out` : ""}; ${tally()}`);
  }

  const choose = element("input", { type: "file", accept: ".jsonl", hidden: true });
  choose.addEventListener("change", async () => {
    if (choose.files[0]) await (queue = queue.then(() => read(choose.files[0])));
    choose.value = "";
  });
  bar.append(choose);
  const toggle = bar.querySelector("[data-do=decide]");
  toggle.hidden = live || !cards.size;
  toggle.addEventListener("click", () => deciding(toggle.getAttribute("aria-pressed") !== "true"));
  // Decisions of another window come in when this one is looked at again.
  addEventListener("focus", () => { queue = queue.then(load); });
  addEventListener("storage", ({ key: changed }) => { if (!live && changed === key) queue = queue.then(load); });
  bar.querySelector("[data-do=export]").addEventListener("click", download);
  bar.querySelector("[data-do=import]").addEventListener("click", () => choose.click());
  for (const [id, card] of cards) controls(id, card);
  bar.hidden = false;
  queue = queue.then(load);
})();
