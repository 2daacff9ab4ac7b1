// The command line: what it suggests while somebody types, and the keys that choose.

import { face, make } from "./draw.js";

export class CommandLine {
  constructor(form, house, { reader, words, send }) {
    Object.assign(this, { form, house, reader, words, send });
    this.input = form.querySelector("input");
    this.list = form.querySelector("ul");
    this.options = [];
    this.active = -1;
    this.asked = 0;
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.addEventListener("input", () => this.suggest());
    this.input.addEventListener("focus", () => this.input.value && this.suggest());
    this.input.addEventListener("blur", () => this.offer([]));
    this.input.addEventListener("keydown", (event) => this.key(event));
    // not click: the input must keep its focus
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.take(Number(option.dataset.place));
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const line = this.input.value.trim();
      if (line && this.send(line)) this.fill("");
    });
  }

  fill(line) {
    this.input.value = line;
    this.offer([]);
  }

  key(event) {
    const open = this.options.length > 0;
    if (event.isComposing || !open) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const places = this.options.length;
      this.choose(this.active < 0 && step < 0 ? places - 1 : (this.active + step + places) % places);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.offer([]);
    } else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) && this.active >= 0) {
      event.preventDefault();
      this.take(this.active);
    }
  }

  async suggest() {
    const line = this.input.value;
    const turn = ++this.asked;
    const [, name, words] = /^\/(\S*)(?:\s+(.*))?$/.exec(line) ?? [];
    if (name === undefined) return this.offer([]);
    const entry = this.house.entries.find((each) => each.name === name);
    if (words === undefined && !/\s$/.test(line)) return this.offer(this.commands(name), line);
    if (entry?.argument === "person") return this.offer(this.names(entry, words ?? ""), line);
    if (entry?.argument === "city" && words) {
      const query = new URLSearchParams({ words, locale: this.reader().locale });
      const answer = await fetch(`/playground/cities?${query}`).catch(() => null);
      const { cities } = answer?.ok ? await answer.json() : { cities: [] };
      // a later key press has asked again, or the line was sent
      if (turn === this.asked && this.input.value === line) {
        this.offer(cities.slice(0, 6).map((city) => ({ line: `/${entry.name} ${city}`, label: city, about: "" })), line);
      }
      return undefined;
    }
    return this.offer([]);
  }

  commands(begun) {
    const { language } = this.reader();
    return this.house.entries
      .filter((entry) => entry.name.startsWith(begun.toLowerCase()))
      .map((entry) => ({
        line: `/${entry.name}${entry.argument === "person" ? " @" : entry.argument === "text" ? " " : ""}`,
        exact: `/${entry.name}`,
        label: `/${entry.name}`,
        about: entry.described[language] ?? entry.described.en ?? "",
      }));
  }

  names(entry, words) {
    const begun = plainly(words.replace(/^@/, ""));
    const role = (person) => this.words()[person.role];
    return this.house.people
      .filter((person) => person.user !== this.reader().user)
      .filter((person) => plainly(person.name).startsWith(begun) || person.user.startsWith(begun))
      .map((person) => ({
        line: `/${entry.name} @${person.user}`,
        label: `@${person.user}`,
        about: person.headline || role(person),
        person,
      }));
  }

  // A line that needs nothing more is sent by Enter; otherwise Enter takes the first suggestion.
  offer(options, line = "") {
    this.options = options.filter((option) => option.line !== line || options.length > 1);
    this.list.replaceChildren(...this.options.map((option, place) =>
      make("li", { role: "option", id: `${this.list.id}-${place}`, "data-place": place, "aria-selected": "false" },
        option.person ? face(option.person) : null,
        make("b", {}, option.label), make("span", { class: "muted" }, option.about))));
    this.list.hidden = this.options.length === 0;
    this.input.setAttribute("aria-expanded", String(this.options.length > 0));
    const settled = this.options.some((option) => option.line === line || option.exact === line) || /\s@?$/.test(line);
    this.choose(this.options.length && line.length > 1 && !settled ? 0 : -1);
  }

  choose(place) {
    this.active = place;
    for (const option of this.list.children) {
      option.setAttribute("aria-selected", String(Number(option.dataset.place) === place));
    }
    const chosen = this.list.children[place];
    if (chosen) this.input.setAttribute("aria-activedescendant", chosen.id);
    else this.input.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  take(place) {
    this.input.value = this.options[place].line;
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
    this.suggest();
  }
}

const plainly = (name) => name.normalize("NFKD").replace(/\p{M}/gu, "").trim().toLowerCase();
