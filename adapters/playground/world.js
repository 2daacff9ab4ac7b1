// What the page knows: the people and words of the house, what is on the six screens, and how to say something.

import { make } from "./draw.js";

export const $ = (id) => document.getElementById(id);
export const own = navigator.language.toLowerCase().startsWith("es") ? "es" : "en";
export const put = (words, blanks) => words.replace(/\{(\w+)\}/g, (_, name) => blanks[name]);

export let house;
export let words;
export const world = { epoch: "", rev: 0, skew: 0, items: new Map(), agenda: [], unseen: new Map() };

export const now = () => Date.now() + world.skew;
export const person = (user) => house.people.find((each) => each.user === user);
export const wordsOf = (someone) => house.words[someone.language];

export async function enter() {
  house = await ask("house");
  words = house.words[own];
}

// Raises an Error with a sentence for people.
export async function ask(path, body) {
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

// For those who listen; then also for those who look.
export function say(sentence) {
  $("live").append(make("p", {}, sentence));
  while ($("live").children.length > 6) $("live").firstChild.remove();
}

let toasting;
export function toast(sentence) {
  say(sentence);
  $("toast").textContent = sentence;
  $("toast").hidden = false;
  clearTimeout(toasting);
  toasting = setTimeout(() => ($("toast").hidden = true), 4000);
}
