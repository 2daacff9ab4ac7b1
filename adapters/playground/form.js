// A form in a pane: fields, what is wrong with them, and what was typed.

import { make } from "./draw.js";

let count = 0;

// -> an element to put into the dialog. `typed` are values to keep from the last try, `send(values)` and `cancel()`
// are called from its buttons.
export function form(drawn, reader, words, { typed = {}, send, cancel, spans }) {
  const fields = drawn.fields.map((field) => draw(field, field.key in typed ? typed[field.key] : field.value,
    drawn.errors[field.key], words));
  const heading = `form-${++count}`;
  const element = make("form", { novalidate: true, "aria-labelledby": heading },
    make("header", {},
      make("h3", { id: heading, tabindex: "-1", dir: "auto" }, drawn.title),
      make("button", { type: "button", class: "close", "aria-label": words.close }, "×")),
    make("div", { class: "fields" },
      Object.keys(drawn.errors).length ? make("p", { class: "trouble", role: "alert" }, words.form_trouble) : null,
      drawn.intro.length ? make("p", { class: "intro", dir: "auto" }, ...spans(drawn.intro)) : null,
      ...fields.map((field) => field.element)),
    make("footer", {},
      make("button", { type: "button", class: "plain cancel" }, words.cancel),
      make("button", { class: "main" }, drawn.submit)),
  );
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    send(Object.fromEntries(drawn.fields.map((field, place) => [field.key, fields[place].value()])));
  });
  for (const button of element.querySelectorAll(".cancel, .close")) button.addEventListener("click", cancel);
  return element;
}

// The first thing to look at: a field with trouble, else the first field.
export function focusFirst(element) {
  const wrong = element.querySelector("[aria-invalid] input, [aria-invalid]:not(fieldset)");
  (wrong ?? element.querySelector(".fields :is(input, textarea, select)") ?? element.querySelector("h3")).focus();
  // what is wrong with it stands below it
  wrong?.closest(".field").scrollIntoView({ block: "center" });
}

function draw(field, value, error, words) {
  const id = `field-${++count}`;
  const hints = [
    field.hint ? make("p", { class: "hint", id: `${id}-hint` }, field.hint) : null,
    error ? make("p", { class: "error", id: `${id}-error` }, error) : null,
  ];
  const described = hints.filter(Boolean).map((hint) => hint.id).join(" ");
  const about = {
    "aria-describedby": described || undefined,
    "aria-invalid": error ? "true" : undefined,
    "aria-required": field.required ? "true" : undefined,
  };
  const kind = { text: area, choice: select, person: select, choices: boxes, tick }[field.kind] ?? line;
  return kind({ field, value, id, about, hints, words });
}

function label(field, words, attributes) {
  const extra = field.required ? "" : words.optional;
  return make(attributes.for ? "label" : "legend", { ...attributes, dir: "auto" }, field.label,
    extra ? make("span", { class: "extra" }, extra) : null);
}

function line({ field, value, id, about, hints, words }) {
  const input = make("input", { ...about, id, type: "text", name: field.key, maxlength: field.most, dir: "auto",
    placeholder: field.example || undefined });
  input.value = value;
  return { element: make("div", { class: "field" }, label(field, words, { for: id }), input, ...hints),
    value: () => input.value };
}

function area({ field, value, id, about, hints, words }) {
  const input = make("textarea", { ...about, id, name: field.key, rows: "4", maxlength: field.most, dir: "auto",
    placeholder: field.example || undefined });
  input.value = value;
  return { element: make("div", { class: "field" }, label(field, words, { for: id }), input, ...hints),
    value: () => input.value };
}

function select({ field, value, id, about, hints, words }) {
  const input = make("select", { ...about, id, name: field.key },
    make("option", { value: "" }, words.pick),
    ...field.options.map((option) => make("option", { value: option.value }, option.label)));
  input.value = Array.isArray(value) ? value[0] ?? "" : value;
  return { element: make("div", { class: "field" }, label(field, words, { for: id }), input, ...hints),
    value: () => input.value };
}

function boxes({ field, value, id, about, hints, words }) {
  const inputs = field.options.map((option) => {
    const input = make("input", { type: "checkbox", name: field.key, value: option.value });
    input.checked = value.includes(option.value);
    return input;
  });
  const full = () => {
    const enough = inputs.filter((input) => input.checked).length >= field.most;
    for (const input of inputs) input.disabled = enough && !input.checked;
  };
  full();
  const { "aria-required": _, ...rest } = about; // a group of boxes cannot be required
  const element = make("fieldset", { ...rest, class: "field", id },
    label(field, words, {}),
    make("div", { class: "boxes" }, ...inputs.map((input, place) =>
      make("label", { class: "box" }, input, make("span", { dir: "auto" }, field.options[place].label)))),
    ...hints);
  element.addEventListener("change", full);
  return { element, value: () => inputs.filter((input) => input.checked).map((input) => input.value) };
}

function tick({ field, value, id, about, hints }) {
  const input = make("input", { ...about, id, type: "checkbox", name: field.key });
  input.checked = Boolean(value) && value !== "false";
  const element = make("div", { class: "field", role: "group", "aria-label": field.label },
    make("span", { class: "label", "aria-hidden": "true", dir: "auto" }, field.label),
    make("label", { class: "box", for: id }, input, make("span", { dir: "auto" }, field.options[0].label)),
    ...hints);
  return { element, value: () => input.checked };
}
