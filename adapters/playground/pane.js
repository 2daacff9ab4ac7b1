// One person's window: what is on their screen, the command line, and the form that may be open.

import { face, icon, item, make, moment } from "./draw.js";
import { focusFirst, form } from "./form.js";
import { CommandLine } from "./line.js";
import { $, ask, house, now, person, put, say, toast, words, wordsOf, world } from "./world.js";

// `chosen(pane, user)` is called when another person is picked, `poll()` asks the server for what changed.
export class Pane {
  constructor(element, user, { chosen, poll }) {
    this.poll = poll;
    this.element = element;
    this.busy = false;
    element.append($("pane").content.cloneNode(true));
    this.select = element.querySelector(".person");
    this.talk = element.querySelector(".talk");
    this.room = element.querySelector(".room");
    this.sheet = element.querySelector(".sheet");
    const command = element.querySelector(".command");
    command.querySelector("ul").id = `${element.id}-suggestions`;
    this.line = new CommandLine(command, house, {
      reader: () => this.reader,
      words: () => this.words,
      send: (line) => this.act({ typed: line }, this.line.input),
    });
    this.select.append(...house.people.map((each) => make("option", { value: each.user }, each.name)));
    this.select.addEventListener("change", () => chosen(this, this.select.value));
    this.talk.addEventListener("click", (event) => this.clicked(event));
    this.sheet.addEventListener("keydown", (event) => event.key === "Escape" && this.closeSheet());
    this.sit(user);
  }

  get reader() { return person(this.user); }
  get words() { return wordsOf(this.reader); }
  get visible() { return this.element.offsetParent !== null; }

  sit(user) {
    this.user = user;
    const { reader, words: spoken, element } = this;
    this.closeSheet();
    element.lang = reader.language;
    element.setAttribute("aria-label", reader.name);
    element.dataset.user = user;
    this.select.value = user;
    this.select.setAttribute("aria-label", words.choose_person);
    element.querySelector(".who .face").replaceWith(face(reader));
    element.querySelector(".role").textContent = spoken[reader.role];
    const { input } = this.line;
    input.placeholder = spoken.line;
    input.setAttribute("aria-label", put(spoken.line_label, { name: reader.name }));
    element.querySelector(".suggestions").setAttribute("aria-label", spoken.suggestions);
    element.querySelector(".send").textContent = spoken.send;
    this.talk.setAttribute("aria-label", put(spoken.empty_title, { name: reader.name }));
    this.line.fill("");
    this.restart();
    this.show([...world.items.values()], true);
    this.tick();
  }

  restart() {
    this.closeSheet();
    this.talk.replaceChildren(this.teach());
  }

  teach() {
    const { reader, words: spoken } = this;
    const role = reader.role === "mentor" ? "mentor" : "member";
    return make("div", { class: "empty" },
      icon("logo", "logo"),
      make("h3", {}, put(spoken.empty_title, { name: reader.name })),
      make("p", {}, put(spoken[`empty_${role}`], { name: reader.name })),
      make("div", { class: "tries" }, ...spoken[`tries_${reader.role}`].map((line) =>
        make("button", { type: "button", "data-try": line }, line))));
  }

  // Draws what is new or another, and leaves alone what stands.
  show(items, quietly = false) {
    const near = this.talk.scrollHeight - this.talk.scrollTop - this.talk.clientHeight < 160;
    let drew = false;
    for (const drawn of items.filter((each) => each.user === this.user)) {
      const element = item(drawn, this.reader, this.words);
      const standing = this.talk.querySelector(`[data-number="${drawn.number}"]`);
      if (standing) {
        const focused = standing.contains(document.activeElement);
        standing.replaceWith(element);
        if (focused) element.focus({ preventScroll: true });
      } else {
        this.talk.querySelector(".empty")?.remove();
        this.talk.append(element);
      }
      drew = true;
      if (!quietly) element.classList.add("fresh");
    }
    if (this.visible) world.unseen.delete(this.user);
    if (drew && (near || quietly)) this.toLast();
  }

  // A long card is read from its first line.
  toLast() {
    const { talk } = this;
    const last = talk.lastElementChild;
    talk.scrollTop = last.offsetHeight > talk.clientHeight ? last.offsetTop - 12 : talk.scrollHeight;
  }

  tick() {
    const here = { time: moment(now(), this.reader, { weekday: "short" }), city: this.reader.city };
    this.element.querySelector(".here").textContent = put(this.words.here, here);
  }

  clicked(event) {
    const button = event.target.closest("button");
    if (button?.dataset.try) {
      this.line.fill(button.dataset.try);
      this.line.input.focus();
    } else if (button?.dataset.press) {
      const number = Number(button.closest("[data-number]").dataset.number);
      this.act({ press: button.dataset.press, item: number }, button);
    }
  }

  // One act at a time: while an answer is on its way, further clicks do nothing. Returns whether it was taken.
  act(what, opener) {
    if (this.busy) return false;
    this.hold(true);
    const { user } = this;
    this.talk.scrollTop = what.typed ? this.talk.scrollHeight : this.talk.scrollTop;
    ask("act", { ...what, who: user, delivery: crypto.randomUUID?.() ?? String(Math.random()).slice(2) })
      .then(async (answer) => {
        if (user !== this.user) return; // somebody else has sat down meanwhile
        const kept = this.sheet.open ? what : null;
        if (answer.form) this.open(answer.form, what, opener, kept);
        else this.closeSheet();
        await this.poll();
        const shown = answer.item && this.talk.querySelector(`[data-number="${answer.item}"]`);
        if (shown && document.activeElement === document.body) shown.focus({ preventScroll: true });
      })
      .catch((trouble) => toast(trouble.message || words.sorry.trouble))
      .finally(() => this.hold(false));
    return true;
  }

  hold(busy) {
    this.busy = busy;
    this.element.setAttribute("aria-busy", String(busy));
  }

  open(drawn, what, opener, kept) {
    const again = kept?.completes?.[0] === drawn.completes[0] && Object.keys(drawn.errors).length > 0;
    const spans = (parts) => parts.map((part) => (typeof part === "string" ? part
      : "at" in part ? make("time", { datetime: part.at }, moment(part.at, this.reader))
      : make("span", { class: "mention" }, part.who ?? part.link)));
    const element = form(drawn, this.reader, this.words, {
      typed: again ? kept.values : {},
      spans,
      send: (values) => this.act({ completes: drawn.completes, values, item: what.item }, this.opener),
      cancel: () => this.closeSheet(),
    });
    if (!this.sheet.open) this.opener = opener;
    this.sheet.replaceChildren(element);
    this.sheet.setAttribute("aria-label", drawn.title);
    if (!this.sheet.open) this.sheet.show();
    this.room.inert = true;
    focusFirst(element);
    if (!again) say(put(words.opened, { name: this.reader.name, title: drawn.title }));
  }

  closeSheet() {
    if (!this.sheet.open) return;
    this.sheet.close();
    this.sheet.replaceChildren();
    this.room.inert = false;
    (this.opener?.isConnected ? this.opener : this.line.input).focus({ preventScroll: true });
  }
}
