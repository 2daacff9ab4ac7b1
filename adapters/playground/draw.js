// Cards and boards -> elements. Everything that people or the bot wrote is set as text, never as markup.

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

export function icon(name, css = "icon") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", css);
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#${name}`);
  svg.append(use);
  return svg;
}

export function face(person) {
  return make("span", { class: "face", "data-person": person.user, "aria-hidden": "true" }, person.name.slice(0, 1));
}

// A time in somebody's own zone, in the one way of writing it that buttons use too.
export function moment(at, reader, parts = { weekday: "short", day: "numeric", month: "short" }) {
  const clock = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: reader.zone };
  const locale = reader.locale.startsWith("en") ? "en-GB" : reader.locale;
  return new Intl.DateTimeFormat(locale, { ...parts, ...clock }).format(new Date(at));
}

export const hourOf = (at, reader) => moment(at, reader, {});

function text(spans, reader) {
  return spans.map((span) => {
    if (typeof span === "string") return span;
    if ("who" in span) {
      return span.user ? make("span", { class: "mention", "data-person": span.user }, `@${span.who}`) : span.who;
    }
    if ("at" in span) {
      return make("time", { datetime: span.at, title: reader.zone.replaceAll("_", " ") }, moment(span.at, reader));
    }
    const away = { href: span.url, target: "_blank", rel: "noopener noreferrer" };
    return make("a", away, span.link);
  });
}

function button(drawn) {
  return make("button", { type: "button", class: drawn.style, "data-press": drawn.press }, drawn.label);
}

function buttons(drawn, css) {
  return drawn.length ? make("div", { class: css }, ...drawn.map(button)) : null;
}

function paragraphs(body, reader) {
  return body.map((part) => make("p", { dir: "auto" }, ...text(part, reader)));
}

export function card(drawn, reader, words, heading = "h3") {
  const facts = drawn.facts.map((fact) =>
    make("div", {}, make("dt", {}, fact.label), make("dd", { dir: "auto" }, ...text(fact.value, reader))),
  );
  const quotes = drawn.quotes.map((quote) =>
    make("figure", {}, quote.label ? make("figcaption", {}, quote.label) : null,
      make("blockquote", { dir: "auto" }, quote.words)),
  );
  const files = drawn.files.map((file) => {
    const spoken = words.download.replace("{name}", file.name);
    return make("a", { class: "file", href: file.href, download: file.name, "aria-label": spoken },
      icon("paper"), file.name);
  });
  return make("div", { class: "card" },
    make(heading, { dir: "auto" }, drawn.title),
    ...paragraphs(drawn.body, reader),
    facts.length ? make("dl", {}, ...facts) : null,
    ...quotes,
    buttons(drawn.picks, "picks"),
    buttons(drawn.buttons, "buttons"),
    files.length ? make("div", { class: "files" }, ...files) : null,
    drawn.small.length ? make("p", { class: "small", dir: "auto" }, ...text(drawn.small, reader)) : null,
  );
}

export function board(drawn, reader, words) {
  return make("div", { class: "board" },
    make("h3", { dir: "auto" }, drawn.title),
    ...paragraphs(drawn.body, reader),
    ...drawn.cards.map((each) => card(each, reader, words, "h4")),
    buttons(drawn.buttons, "buttons"),
  );
}

// One thing on a person's screen: what they typed, an answer only they see, or a direct message.
export function item(drawn, reader, words) {
  const { say, how } = drawn;
  const when = make("time", { class: "when", datetime: drawn.at, title: moment(drawn.at, reader) },
    hourOf(drawn.at, reader));
  if (how === "line") {
    return make("article", { class: "item line", "data-number": drawn.number },
      make("code", { dir: "auto" }, say.words), when);
  }
  const seal = how === "reply" ? [icon("eye"), words.private] : [icon("letter"), words.direct];
  return make("article", { class: `item ${how}`, "data-number": drawn.number, tabindex: "-1" },
    icon("logo", "logo"),
    make("header", {},
      make("strong", {}, words.app), make("span", { class: "tag" }, words.bot_tag), when,
      make("span", { class: "seal" }, ...seal)),
    (say.kind === "board" ? board : card)(say, reader, words),
  );
}
