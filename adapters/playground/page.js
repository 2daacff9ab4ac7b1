// The playground's page: two people side by side, a clock, and the nudges to come. The server holds the truth; the
// page asks for what changed once a second, and right after every act.

import { face, icon, item, make, moment } from "./draw.js";
import { focusFirst, form } from "./form.js";
import { CommandLine } from "./line.js";

const BEAT = 1000;
const AGENDA = 8;
const $ = (id) => document.getElementById(id);
const own = navigator.language.toLowerCase().startsWith("es") ? "es" : "en";
const put = (words, blanks) => words.replace(/\{(\w+)\}/g, (_, name) => blanks[name]);
const utc = { zone: "UTC", locale: own };

let house;
let words;
const world = { epoch: "", rev: 0, skew: 0, items: new Map(), agenda: [], unseen: new Map() };
const panes = {};

const now = () => Date.now() + world.skew;
const person = (user) => house.people.find((each) => each.user === user);
const wordsOf = (someone) => house.words[someone.language];

// -- talking to the server --------------------------------------------------------------------------------------------

async function ask(path, body) {
  const options = body && {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  };
  const answer = await fetch(`/playground/${path}`, options);
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.sorry ?? words?.sorry.trouble);
  return told;
}

let polling = Promise.resolve();
let queued = 0;
function poll() {
  queued += 1;
  polling = polling.then(async () => {
    try {
      take(await ask(`feed?${new URLSearchParams({ epoch: world.epoch, rev: world.rev })}`));
      $("offline").hidden = true;
    } catch {
      $("offline").textContent = words.offline;
      $("offline").hidden = false;
    } finally {
      queued -= 1;
    }
  });
  return polling;
}

function take(feed) {
  const first = world.epoch === "";
  if (feed.epoch !== world.epoch) {
    Object.assign(world, { epoch: feed.epoch, items: new Map(), unseen: new Map() });
    for (const pane of Object.values(panes)) pane.restart();
  }
  world.rev = feed.rev;
  world.skew = new Date(feed.now) - Date.now();
  for (const drawn of feed.items) {
    const fresh = !world.items.has(drawn.number);
    world.items.set(drawn.number, drawn);
    if (!first && fresh) announce(drawn);
  }
  for (const pane of Object.values(panes)) pane.show(feed.items, first);
  world.agenda = feed.agenda;
  drawAgenda();
  drawClock();
}

function announce(drawn) {
  if (drawn.how === "line") return;
  const to = person(drawn.user);
  const spoken = drawn.how === "direct" ? words.arrived : words.answered;
  say(put(spoken, { name: to.name, point: drawn.say.point }));
  if (drawn.how === "direct" && !Object.values(panes).some((pane) => pane.user === to.user && pane.visible)) {
    world.unseen.set(to.user, (world.unseen.get(to.user) ?? 0) + 1);
  }
}

function say(sentence) {
  $("live").append(make("p", {}, sentence));
  while ($("live").children.length > 6) $("live").firstChild.remove();
}

let toasting;
function toast(sentence) {
  say(sentence);
  $("toast").textContent = sentence;
  $("toast").hidden = false;
  clearTimeout(toasting);
  toasting = setTimeout(() => ($("toast").hidden = true), 4000);
}

// -- one person's window ----------------------------------------------------------------------------------------------

class Pane {
  constructor(element, user) {
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
    this.select.addEventListener("change", () => seat(this, this.select.value));
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
    let added = null;
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
        added = element;
      }
      if (!quietly) element.classList.add("fresh");
    }
    if (this.visible) world.unseen.delete(this.user);
    if (added && (near || quietly)) this.toLast();
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
    this.talk.scrollTop = what.typed ? this.talk.scrollHeight : this.talk.scrollTop;
    ask("act", { ...what, who: this.user, delivery: crypto.randomUUID?.() ?? String(Math.random()).slice(2) })
      .then(async (answer) => {
        const kept = this.sheet.open ? what : null;
        if (answer.form) this.open(answer.form, what, opener, kept);
        else this.closeSheet();
        await poll();
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

// Nobody sits in both chairs: who was here takes the other one.
function seat(pane, user) {
  const other = pane === panes.left ? panes.right : panes.left;
  if (other.user === user) other.sit(pane.user);
  pane.sit(user);
  const chairs = new URLSearchParams({ left: panes.left.user, right: panes.right.user });
  history.replaceState(null, "", `?${chairs}`);
  drawTabs();
  drawAgenda();
}

// -- around the panes -------------------------------------------------------------------------------------------------

function drawClock() {
  const parts = { weekday: "short", day: "numeric", month: "short" };
  $("clock").textContent = `${moment(now(), utc, parts)} UTC`;
  $("clock").dateTime = new Date(now()).toISOString();
  for (const pane of Object.values(panes)) pane.tick();
}

function inWords(at) {
  const minutes = Math.round((new Date(at) - now()) / 60000);
  const [amount, unit] = Math.abs(minutes) < 90 ? [minutes, "minute"]
    : Math.abs(minutes) < 36 * 60 ? [Math.round(minutes / 60), "hour"] : [Math.round(minutes / 1440), "day"];
  return new Intl.RelativeTimeFormat(utc.locale, { numeric: "auto" }).format(Math.max(amount, 0), unit);
}

function drawAgenda() {
  const coming = world.agenda.slice(0, AGENDA).map((each) => {
    const to = person(each.user);
    if (!to) return null;
    return make("li", {},
      face(to),
      make("div", {},
        make("p", { class: "to" }, make("b", {}, to.name), " ", make("span", {}, inWords(each.at))),
        make("p", {}, words.kinds[each.kind] ?? words.kinds.other),
        make("p", { class: "muted" }, make("time", { datetime: each.at },
          put(words.here, { time: moment(each.at, { zone: to.zone, locale: utc.locale }), city: to.city })))));
  });
  const told = JSON.stringify([world.agenda, [...world.unseen], new Date(now()).getUTCMinutes()]);
  if ($("agenda").dataset.told === told) return;
  $("agenda").dataset.told = told;
  $("coming").replaceChildren(...coming.filter(Boolean));
  $("coming-none").hidden = coming.length > 0;
  const more = world.agenda.length - AGENDA;
  $("coming-more").hidden = more <= 0;
  $("coming-more").textContent = put(words.agenda_more, { count: more });
  $("elsewhere").replaceChildren(...[...world.unseen].map(([user, count]) => {
    const to = person(user);
    return make("button", { type: "button", "data-seat": user }, face(to),
      put(words.elsewhere, { name: to.name }), make("span", { class: "count" }, String(count)));
  }));
  drawTabs();
}

// At phone width one of the three is seen at a time.
function drawTabs() {
  const shown = document.body.dataset.tab;
  const tab = (name, label, count) =>
    make("button", { type: "button", "data-tab": name, "aria-pressed": String(shown === name) }, label,
      count ? make("span", { class: "count" }, String(count)) : null);
  const focused = document.activeElement?.dataset?.tab;
  $("tabs").replaceChildren(
    ...Object.entries(panes).map(([side, pane]) => tab(side, pane.reader.name, world.unseen.get(pane.user))),
    tab("agenda", words.tab_agenda, 0));
  if (focused) $("tabs").querySelector(`[data-tab="${focused}"]`).focus();
}

function showTab(name) {
  document.body.dataset.tab = name;
  if (panes[name]) {
    world.unseen.delete(panes[name].user);
    panes[name].toLast();
    for (const element of panes[name].talk.querySelectorAll(".fresh")) element.classList.remove("fresh");
  }
  drawAgenda();
  drawTabs();
}

async function turn(button) {
  await once(button, async () => {
    const answer = await ask("clock", { turn: button.dataset.turn });
    world.skew = new Date(answer.now) - Date.now();
    drawClock();
    if (answer.turned) {
      say(put(words.turned, { time: $("clock").textContent }));
      $("clock").classList.remove("turned");
      requestAnimationFrame(() => $("clock").classList.add("turned"));
    } else toast(words.nothing_next);
    await poll();
    for (const wait of [150, 350, 600]) setTimeout(poll, wait);
  });
}

async function startOver() {
  if ($("sure").returnValue !== "yes") return;
  await once($("again"), async () => {
    await ask("again", {});
    await poll();
    toast(words.started_over);
  });
}

async function once(button, work) {
  if (button.ariaDisabled === "true") return;
  button.ariaDisabled = "true";
  try {
    await work();
  } catch (trouble) {
    toast(trouble.message || words.sorry.trouble);
  } finally {
    button.ariaDisabled = "false";
  }
}

// -- opening ----------------------------------------------------------------------------------------------------------

async function open() {
  house = await ask("house");
  words = house.words[own];
  document.documentElement.lang = own;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = words[element.dataset.word];
  $("tabs").setAttribute("aria-label", words.tabs);
  const chairs = new URLSearchParams(location.search);
  const left = person(chairs.get("left")) ? chairs.get("left") : "jo";
  const right = person(chairs.get("right")) && chairs.get("right") !== left ? chairs.get("right")
    : house.people.find((each) => each.user !== left).user;
  document.body.dataset.tab = "left";
  panes.left = new Pane($("left"), left);
  panes.right = new Pane($("right"), right);
  for (const button of document.querySelectorAll("[data-turn]")) button.addEventListener("click", () => turn(button));
  $("again").addEventListener("click", () => {
    $("sure").returnValue = "";
    $("sure").showModal();
  });
  $("sure").addEventListener("close", startOver);
  $("tabs").addEventListener("click", (event) => {
    const tab = event.target.closest("[data-tab]");
    if (tab) showTab(tab.dataset.tab);
  });
  $("elsewhere").addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-seat]");
    if (!chosen) return;
    const { seat: user } = chosen.dataset;
    const side = Object.keys(panes).find((name) => panes[name].user === user) ?? "right";
    if (panes[side].user !== user) seat(panes[side], user);
    showTab(side);
    panes[side].talk.focus();
  });
  await poll();
  document.body.classList.add("open");
  // a server that is slow is not asked again before it has answered
  setInterval(() => queued || poll(), BEAT);
}

await open();
