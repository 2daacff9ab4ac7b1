// The playground's page: two people side by side, a clock, and the nudges to come. The server holds the truth; the
// page asks for what changed once a second, and right after every act.

import { face, make, moment } from "./draw.js";
import { Pane } from "./pane.js";
import { $, ask, enter, house, now, own, person, put, say, toast, words, world } from "./world.js";

const BEAT = 1000;
const AGENDA = 8;
const utc = { zone: "UTC", locale: own };
const panes = {};

// -- talking to the server --------------------------------------------------------------------------------------------

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
  await enter();
  document.documentElement.lang = own;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = words[element.dataset.word];
  $("tabs").setAttribute("aria-label", words.tabs);
  const chairs = new URLSearchParams(location.search);
  const left = person(chairs.get("left")) ? chairs.get("left") : "jo";
  const right = person(chairs.get("right")) && chairs.get("right") !== left ? chairs.get("right")
    : house.people.find((each) => each.user !== left).user;
  document.body.dataset.tab = "left";
  panes.left = new Pane($("left"), left, { chosen: seat, poll });
  panes.right = new Pane($("right"), right, { chosen: seat, poll });
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
