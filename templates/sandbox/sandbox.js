// The page works as plain links and forms. This script makes it live: it exchanges the parts that
// changed without losing focus, scroll or half-typed text, and gives menus and dialogs their keys.
"use strict";
document.documentElement.classList.add("js");

const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// ---- Exchanging parts of the page --------------------------------------------------------------

// What belongs to the browser alone: whether something is open, and what was typed meanwhile.
const OWN = new Set(["open", "data-ready", "aria-expanded", "aria-activedescendant"]);

function same(a, b) {
  return a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id || "") === (b.id || "");
}

function morph(now, next) {
  if (now.nodeType !== Node.ELEMENT_NODE) {
    if (now.data !== next.data) now.data = next.data;
    return;
  }
  morphAttributes(now, next);
  if (now.matches("[data-combo]")) return morphCombo(now, next);
  if (now.matches("textarea") && now.defaultValue === next.defaultValue) return;
  if (now.matches("[role=listbox], [data-chosen], [data-inside]")) return;
  morphChildren(now, next);
}

function morphAttributes(now, next) {
  for (const { name } of [...now.attributes]) {
    if (!next.hasAttribute(name) && !OWN.has(name) && !(name === "style")) now.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (OWN.has(name) || now.getAttribute(name) === value) continue;
    // What a person typed or ticked meanwhile stays: the browser lets attributes change it no more.
    now.setAttribute(name, value);
  }
}

function morphChildren(now, next) {
  const wanted = [...next.childNodes];
  let place = now.firstChild;
  for (const [number, each] of wanted.entries()) {
    let match = place;
    if (!place || !same(place, each)) match = each.id ? ahead(place, each) : null;
    if (match) {
      place = cleared(place, match, wanted.slice(number));
      if (match !== place) now.insertBefore(match, place);
      else place = place.nextSibling;
      morph(match, each);
    } else {
      now.insertBefore(document.importNode(each, true), place);
    }
  }
  while (place) {
    const gone = place;
    place = place.nextSibling;
    gone.remove();
  }
}

// What stands before a match and is not wanted goes: a focused element that had to move loses focus.
function cleared(place, match, wanted) {
  const later = new Set(wanted.map((each) => each.id).filter(Boolean));
  while (place !== match && !later.has(place.id)) {
    const gone = place;
    place = place.nextSibling;
    gone.remove();
  }
  return place;
}

function ahead(place, wanted) {
  for (let each = place; each; each = each.nextSibling) if (same(each, wanted)) return each;
  return null;
}

function morphCombo(now, next) {
  const select = $("select", now);
  const fresh = $("select", next);
  const input = $("input[role=combobox]", now);
  morphAttributes(input, $("input[role=combobox]", next));
  morphAttributes(now, next);
  if (select.dataset.drawn !== fresh.innerHTML) replaceSelect(select, document.importNode(fresh, true));
  showChosen(now);
}

// What a person chose while the page was on its way stays chosen.
function replaceSelect(select, fresh) {
  const chosen = new Set([...select.selectedOptions].map((each) => each.value));
  const known = [...fresh.options].some((each) => chosen.has(each.value));
  if (select.dataset.touched && known) for (const each of fresh.options) each.selected = chosen.has(each.value);
  select.replaceWith(fresh);
}

const regionVersions = () =>
  $$("[data-region]").map((each) => `${each.id}=${each.dataset.version}`).join(",");

// What was there before the latest change: what opened a modal may be drawn anew along with it.
let remembered = null;

function exchange(html) {
  const next = new DOMParser().parseFromString(html, "text/html");
  const before = remembered = remember();
  for (const region of $$("[data-region]", next)) {
    const now = document.getElementById(region.id);
    if (now) morph(now, region);
  }
  document.title = next.title;
  settle(before);
}

// ---- Focus, scroll, announcements --------------------------------------------------------------

function remember() {
  const focused = document.activeElement;
  const article = focused?.closest("article");
  return {
    focused,
    focusedId: focused?.id,
    twin: twinOf(focused),
    caret: caretOf(focused),
    article: article?.id,
    bottoms: new Map($$("[data-bottom]").map((each) => [each, atBottom(each)])),
    messages: new Set($$("article").map((each) => each.id)),
    place: $("main")?.id,
  };
}

const atBottom = (each) => each.scrollHeight - each.scrollTop - each.clientHeight < 60;

function settle(before) {
  enhance();
  for (const each of $$("[data-bottom]")) {
    if (before.bottoms.get(each) !== false) each.scrollTop = each.scrollHeight;
  }
  const had = before.focused && before.focused !== document.body;
  if (had && document.activeElement === document.body) returnFocus(before, dialogInFront());
  if ($("main")?.id === before.place) announce(before.messages);
}

// An app that draws its view anew gives its blocks new ids: what says the same is the same button.
function twinOf(focused) {
  const marked = focused?.closest?.("[data-twin]");
  if (!marked) return "";
  const twin = `[data-twin="${CSS.escape(marked.dataset.twin)}"]`;
  return marked === focused ? twin : `${twin} input:not([type=hidden])`;
}

const caretOf = (focused) =>
  focused?.matches?.("textarea, input[type=text]") ? [focused.selectionStart, focused.selectionEnd] : null;

function returnFocus({ focusedId, article, twin, caret }, dialog) {
  const root = dialog || (article && document.getElementById(article)) || document;
  const again = focusedId && document.getElementById(focusedId);
  const found = (again && (dialog || document).contains(again) && again) || (twin && $(twin, root)) || dialog ||
    (article && document.getElementById(article)) || $(".composer textarea") || $("main");
  found?.focus({ preventScroll: true });
  if (found && found === again && caret) found.setSelectionRange(...caret);
}

function announce(known) {
  const fresh = $$("article").filter((each) => !known.has(each.id));
  if (!fresh.length) return;
  const said = fresh.map((each) => {
    const text = $(".blocks", each)?.innerText || "";
    return `${each.getAttribute("aria-label")}: ${text.slice(0, 200)}`;
  });
  $("#announcer").textContent = said.join("\n");
}

// ---- Talking to the server ---------------------------------------------------------------------

let turn = 0;
let asked = false;
let busy = false;

async function load(url, options = {}) {
  const mine = ++turn;
  const headers = { "X-Live": options.live || "go", "X-Have": regionVersions(), ...options.headers };
  const response = await fetch(url, { ...options, headers });
  const html = await response.text();
  // A later answer is on its way: it holds this one's changes too.
  if (mine !== turn && options.live === "refresh") return response;
  if (response.ok) exchange(html);
  return response;
}

// A refresh beside a visit or a post would show what they leave, or be overwritten by an older
// state: it waits for them.
let moving = 0;
async function move(work) {
  moving += 1;
  try {
    return await work();
  } finally {
    moving -= 1;
    if (asked) refresh();
  }
}

const go = (url, { push = true } = {}) => move(async () => {
  const response = await load(url);
  if (push && response.ok) history.pushState(null, "", response.redirected ? response.url : url);
  if (!showPointed()) focusWanted();
});

// The message that a link led to.
function showPointed() {
  const pointed = $("[data-pointed]");
  if (!pointed || dialogInFront()) return false;
  pointed.scrollIntoView({ block: "center" });
  pointed.focus({ preventScroll: true });
  return true;
}

function focusWanted() {
  const wanted = $("[autofocus]:not([data-ready])");
  if (wanted && !dialogInFront()) {
    wanted.dataset.ready = "1";
    wanted.focus();
    if (wanted.matches("textarea")) wanted.selectionStart = wanted.value.length;
  }
}

function fieldsOf(form, submitter, more) {
  const fields = new FormData(form, submitter);
  for (const [name, value] of Object.entries(more)) fields.append(name, value);
  return form.enctype === "multipart/form-data" ? fields : new URLSearchParams(fields);
}

async function post(form, submitter, more = {}, address) {
  const action = address || submitter?.getAttribute("formaction") || form.getAttribute("action");
  const body = fieldsOf(form, submitter?.name ? submitter : null, more);
  if (form.matches("[data-clears]")) clear(form);
  submitter?.setAttribute("aria-busy", "true");
  try {
    await move(async () => {
      const response = await load(action, { method: "POST", body, live: "refresh-after" });
      const here = new URL(response.url);
      if (here.pathname === "/" && here.search !== location.search) history.replaceState(null, "", here);
    });
  } finally {
    submitter?.removeAttribute("aria-busy");
  }
  if (action === "/do/submit") focusFirstError();
}

function clear(form) {
  form.reset();
  for (const each of $$("textarea", form)) {
    sessionStorage.removeItem(each.id);
    grow(each);
  }
  for (const each of $$("[data-chosen]", form)) each.textContent = "";
}

function focusFirstError() {
  $("dialog[data-modal] .wrong :is(input:not([type=hidden]), textarea)")?.focus();
}

async function refresh() {
  asked = true;
  if (busy || moving) return;
  busy = true;
  while (asked && !moving) {
    asked = false;
    try {
      await load(location.href, { live: "refresh" });
    } catch {
      break; // The server is gone; the stream says when it is back.
    }
  }
  busy = false;
}

function listen() {
  const stream = new EventSource("/live");
  stream.addEventListener("change", refresh);
  stream.addEventListener("open", refresh);
  addEventListener("pagehide", () => stream.close());
}

// ---- Dialogs -----------------------------------------------------------------------------------

let opener = null;
let shownView = "";
const dialogInFront = () => $("dialog:modal");

function showModal() {
  const dialog = $("dialog[data-modal]");
  if (!dialog) {
    if (opener) {
      returnFocus(opener);
      opener = null;
    }
    return;
  }
  const fresh = !dialog.matches(":modal");
  if (fresh) {
    opener = opener || remembered || remember();
    dialog.removeAttribute("open");
    dialog.showModal();
  }
  const view = $("[data-view]", dialog).id;
  if (fresh || shownView !== view) {
    shownView = view;
    const first = $("[autofocus]", dialog) ||
      $(".blocks :is(input, textarea):not([type=hidden]), .blocks .btn", dialog) || $(".ends .btn", dialog);
    (first || dialog).focus();
  }
}

document.addEventListener("cancel", (event) => {
  if (!event.target.matches("dialog[data-modal]")) return;
  event.preventDefault();
  closeView();
}, true);

// What was typed last is told to the app before the form is left.
async function closeView(submitter = null) {
  await tellTyped();
  const form = $("#close-view");
  if (form) await post(form, submitter);
}

// Chromium closes a dialog at the second Escape whatever `cancel` says: take the key itself.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const dialog = $$("dialog:modal").at(-1);
  if (dialog?.matches("[data-modal]") && !$("[popover]:popover-open", dialog)) {
    event.preventDefault();
    const expanded = event.target.closest?.("[data-combo]");
    if (expanded && closeList(expanded)) return;
    closeView();
  } else if (!dialog && !$("[popover]:popover-open")) {
    const escape = event.target.closest("form, aside")?.querySelector("a[data-escape]");
    if (escape && !event.defaultPrevented) escape.click();
  }
});

document.addEventListener("close", (event) => {
  const dialog = event.target;
  if (!dialog.matches("dialog.confirm")) return;
  if (dialog.opener?.matches("[data-press]") && !dialog.dataset.done) restore(dialog.opener);
  delete dialog.dataset.done;
  dialog.opener?.focus();
}, true);

function confirmFirst(from, id) {
  const dialog = document.getElementById(id);
  const menu = from.closest("[popover]");
  dialog.opener = menu ? $(`[popovertarget="${CSS.escape(menu.id)}"]`) : from;
  for (const each of $$("[popover]:popover-open")) if (!each.contains(dialog)) each.hidePopover();
  dialog.showModal();
}

// ---- Clicks, changes, forms --------------------------------------------------------------------

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-nav]");
  if (link && !(event.ctrlKey || event.metaKey || event.shiftKey)) {
    event.preventDefault();
    link.closest("[popover]:popover-open")?.hidePopover();
    go(link.href);
  }
  const asks = event.target.closest("button[data-confirm]");
  if (asks) confirmFirst(asks, asks.dataset.confirm);
  const dismiss = event.target.closest("[data-dismiss]");
  if (dismiss) dismiss.closest("dialog").close();
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-live]")) return;
  event.preventDefault();
  // All that is typed goes along with a form that is sent.
  if (form.matches("[data-view]") && !event.submitter?.hasAttribute("formaction")) forgetTyped();
  const submitter = event.submitter;
  const confirmed = submitter?.closest("dialog.confirm");
  if (confirmed) {
    confirmed.dataset.done = "1";
    confirmed.close();
  }
  submitter?.closest("[popover]:popover-open")?.hidePopover();
  const url = submitter?.dataset.url;
  const leadsHere = url?.startsWith("/");
  if (url && !leadsHere) open(url, "_blank", "noopener");
  const invoker = document.activeElement;
  const idle = () => document.activeElement === document.body;
  const sent = form.id === "close-view" ? closeView(submitter) : post(form, submitter);
  sent.then(() => {
    if (leadsHere) go(url);
    else if (invoker?.isConnected && idle() && !dialogInFront()) invoker.focus();
  });
});

document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.matches("[data-files]")) {
    const files = [...field.files];
    const tooLarge = files.reduce((sum, file) => sum + file.size, 0) > Number(field.dataset.files);
    const problem = `Larger than ${field.dataset.files / 1e6} MB together: choose smaller files.`;
    field.setCustomValidity(tooLarge ? problem : "");
    $("[data-chosen]", field.form).textContent = tooLarge ? problem : files.map((file) => file.name).join(", ");
  }
  const presses = field.closest("[data-press]");
  if (presses && !presses.matches("[data-on], [data-combo]")) pressFrom(presses, field.form);
});

function pressFrom(element, form) {
  if (element.dataset.confirm) return confirmFirst(element, element.dataset.confirm);
  return post(form, null, { press: element.dataset.press }, "/do/press");
}

// An input that wants it tells the app of every character, a moment after the last one.
const QUIET_MILLISECONDS = 400;
let typing = null;
let told = Promise.resolve();

function heardTyping(area) {
  if (typing && typing.area !== area) tellTyped();
  clearTimeout(typing?.timer);
  typing = { area, timer: setTimeout(tellTyped, QUIET_MILLISECONDS) };
}

function forgetTyped() {
  clearTimeout(typing?.timer);
  const area = typing?.area;
  typing = null;
  return area;
}

function tellTyped() {
  const area = forgetTyped();
  if (!area?.isConnected) return told;
  const press = JSON.stringify({ ...JSON.parse(area.dataset.press), typing: true });
  told = told.then(() => post(area.form, null, { press }, "/do/press")).catch(() => {});
  return told;
}

addEventListener("popstate", () => go(location.href, { push: false }));

// Menus open beside their button, inside the window.
document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.(".menu") || event.newState !== "open") return;
  const button = $(`[popovertarget="${CSS.escape(menu.id)}"]`);
  const at = button.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(at.right - width, innerWidth - width - 8))}px`;
  const below = at.bottom + 4;
  menu.style.top = `${below + height < innerHeight ? below : Math.max(8, at.top - height - 4)}px`;
  $("a, button", menu)?.focus();
}, true);

// What a row of the inspector holds is fetched when it is opened.
document.addEventListener("toggle", async (event) => {
  const inside = event.target.open && $("[data-inside]:not([data-ready])", event.target);
  if (!inside) return;
  inside.dataset.ready = "1";
  const response = await fetch(inside.dataset.inside);
  inside.innerHTML = await response.text();
}, true);

// Arrow keys move inside a menu.
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu:popover-open");
  if (!menu || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  const items = $$("a, button", menu).filter((each) => !each.closest("dialog"));
  const step = event.key === "ArrowDown" ? 1 : -1;
  items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
});

// ---- The composer ------------------------------------------------------------------------------

function grow(area) {
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight + 2, 220)}px`;
}

document.addEventListener("input", (event) => {
  const area = event.target;
  if (area.matches("textarea")) grow(area);
  if (area.matches("[data-on~=on_character_entered]")) heardTyping(area);
  if (area.matches("[data-draft]")) sessionStorage.setItem(area.id, area.value);
  if (area.matches("[data-suggests]")) suggest(area);
});

// Enter in a field of a message or of the Home tab presses none of the buttons around it.
const QUIET_FIELDS = "form[data-target]:not([data-view]) input:not([type=checkbox], [type=radio])";

document.addEventListener("keydown", (event) => {
  const area = event.target;
  if (area.matches?.("[data-suggests]") && steer(area, event)) return;
  const plain = event.key === "Enter" && !event.shiftKey && !event.isComposing;
  if (plain && area.matches?.("[data-enter]")) {
    event.preventDefault();
    area.form.requestSubmit();
  }
  if (plain && area.matches?.("input[data-on~=on_enter_pressed]")) {
    event.preventDefault();
    forgetTyped();
    pressFrom(area, area.form);
  } else if (plain && area.matches?.(QUIET_FIELDS)) event.preventDefault();
});

function suggest(area) {
  const list = document.getElementById(area.getAttribute("aria-controls"));
  const typed = area.value.slice(0, area.selectionStart).match(/(^\/|(?:^|\s)@)([\p{L}\d ]{0,20})$/u);
  const word = typed ? (typed[1].trim() + typed[2]).toLowerCase() : null;
  const offered = $$("[data-insert]", $("template", area.form).content)
    .filter((each) => word !== null && each.dataset.insert.toLowerCase().startsWith(word));
  fill(list, offered.map((each, number) => {
    const item = document.importNode(each, true);
    return Object.assign(item, { role: "option", id: `${list.id}-${number}` });
  }));
  list.hidden = !offered.length;
  mark(area, list, offered.length ? 0 : -1);
}

function fill(list, items) {
  list.replaceChildren(...items);
}

function mark(field, list, place) {
  [...list.children].forEach((each, number) => {
    if (!each.matches("[role=option]")) return;
    each.toggleAttribute("data-active", number === place);
    if (!list.closest("[data-combo]")) each.setAttribute("aria-selected", String(number === place));
  });
  const active = list.children[place];
  if (active) {
    field.setAttribute("aria-activedescendant", active.id);
    active.scrollIntoView({ block: "nearest" });
  } else field.removeAttribute("aria-activedescendant");
}

function steer(area, event) {
  const list = document.getElementById(area.getAttribute("aria-controls"));
  if (list.hidden) return false;
  const items = [...list.children];
  const place = items.findIndex((each) => each.hasAttribute("data-active"));
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    mark(area, list, (place + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length);
  } else if ((event.key === "Enter" || event.key === "Tab") && place >= 0) insert(area, list, items[place]);
  else if (event.key === "Escape") list.hidden = true;
  else return false;
  event.preventDefault();
  return true;
}

function insert(area, list, item) {
  const before = area.value.slice(0, area.selectionStart).replace(/(^\/|@)[\p{L}\d ]*$/u, "");
  area.setRangeText(item.dataset.insert, before.length, area.selectionStart, "end");
  list.hidden = true;
  mark(area, list, -1);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("mousedown", (event) => {
  const item = event.target.closest("li[data-insert]");
  if (!item) return;
  event.preventDefault();
  insert(item.closest("form").elements.text, item.parentElement, item);
});

// ---- Menus with search -------------------------------------------------------------------------

const partsOf = (combo) => ({
  select: $("select", combo),
  input: $("input[role=combobox]", combo),
  list: $("[role=listbox]", combo),
});

function showChosen(combo) {
  const { select, input } = partsOf(combo);
  select.dataset.drawn = select.dataset.drawn || select.innerHTML;
  const chosen = [...select.selectedOptions].filter((each) => each.value);
  if (!combo.matches("[data-several]")) {
    if (document.activeElement !== input) input.value = chosen[0]?.label || "";
    return;
  }
  for (const chip of $$(".chip", combo)) chip.remove();
  input.before(...chosen.map((each) => chipFor(combo, each)));
}

function chipFor(combo, option) {
  const chip = document.createElement("button");
  chip.type = "button";
  chip.className = "chip";
  chip.textContent = option.label;
  chip.setAttribute("aria-label", `Remove ${option.label}`);
  chip.addEventListener("click", () => {
    choose(combo, option, false);
    partsOf(combo).input.focus();
  });
  return chip;
}

function choose(combo, option, chosen) {
  const { select, input } = partsOf(combo);
  const most = Number(combo.dataset.several || 1);
  if (chosen && combo.matches("[data-several]") && select.selectedOptions.length >= most) return;
  option.selected = chosen;
  select.dataset.touched = "1";
  input.value = "";
  closeList(combo);
  if (!combo.matches("[data-several]")) input.value = option.label;
  showChosen(combo);
  if (combo.dataset.press) pressFrom(combo, select.form);
}

// What was not confirmed is as it was before.
function restore(element) {
  if (element.matches("[data-combo]")) return restoreCombo(element);
  for (const field of element.matches("input") ? [element] : $$("input:not([type=hidden])", element)) {
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = field.defaultChecked;
    else field.value = field.defaultValue;
  }
}

function restoreCombo(combo) {
  const { select, input } = partsOf(combo);
  for (const each of select.options) each.selected = each.defaultSelected;
  input.value = select.selectedOptions[0]?.label || "";
  showChosen(combo);
}

function closeList(combo) {
  const { input, list } = partsOf(combo);
  if (list.hidden) return false;
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
  return true;
}

async function openList(combo, query = "") {
  const { select, input, list } = partsOf(combo);
  const external = combo.dataset.external !== undefined;
  const word = query.trim().toLowerCase();
  const fits = (each) => each.value && each.label.toLowerCase().includes(word);
  const options = external ? await askedOptions(combo, query) : [...select.options].filter(fits);
  if (!options || document.activeElement !== input) return;
  if (!options.length) return showNote(combo, "No results");
  fill(list, options.map((each, number) => itemFor(combo, list, each, number)));
  unfold(combo);
  mark(input, list, Math.max(0, options.findIndex((each) => each.selected)));
}

function unfold(combo) {
  const { input, list } = partsOf(combo);
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  list.scrollIntoView({ block: "nearest" });
}

function showNote(combo, text) {
  const { input, list } = partsOf(combo);
  const item = document.createElement("li");
  item.setAttribute("role", "option");
  item.setAttribute("aria-disabled", "true");
  item.id = `${list.id}-note`;
  item.textContent = text;
  fill(list, [item]);
  unfold(combo);
  mark(input, list, -1);
}

function itemFor(combo, list, option, number) {
  const item = document.createElement("li");
  Object.assign(item, { role: "option", id: `${list.id}-${number}`, textContent: option.label });
  item.setAttribute("aria-selected", String(option.selected));
  if (option.dataset.note) {
    const note = document.createElement("small");
    note.textContent = option.dataset.note;
    item.append(note);
  }
  item.addEventListener("mousedown", (event) => event.preventDefault());
  const several = combo.matches("[data-several]");
  item.addEventListener("click", () => choose(combo, option, several ? !option.selected : true));
  return item;
}

// What the app offers for a text; nothing when a later text was typed meanwhile.
async function askedOptions(combo, query) {
  const least = Number(combo.dataset.external);
  const mine = combo.asking = (combo.asking || 0) + 1;
  if (query.length < least) {
    showNote(combo, least === 1 ? "Type to search" : `Type ${least} characters to search`);
    return null;
  }
  if (partsOf(combo).list.hidden) showNote(combo, "Loading…");
  const found = await fetchOptions(combo, query);
  return mine === combo.asking ? offer(combo, found) : null;
}

async function fetchOptions(combo, query) {
  const all = fieldsOf(partsOf(combo).select.form, null, { press: combo.dataset.asks, query });
  const fields = new URLSearchParams([...all].filter(([, value]) => typeof value === "string"));
  try {
    const response = await fetch("/suggestions", { method: "POST", body: fields });
    return response.ok ? await response.json() : [];
  } catch {
    return []; // The server is gone; the stream says when it is back.
  }
}

// The options that were found, beside those that are chosen already.
function offer(combo, found) {
  const { select } = partsOf(combo);
  const kept = [...select.selectedOptions];
  const known = new Map(kept.map((each) => [each.value, each]));
  const offered = found.map((each) => known.get(each.value) || optionFor(each));
  const fresh = offered.filter((each) => !kept.includes(each));
  const empty = combo.matches("[data-several]") || kept.some((each) => !each.value) ? [] : [new Option("", "")];
  select.replaceChildren(...empty, ...kept, ...fresh);
  for (const each of kept) each.selected = true;
  return offered;
}

function optionFor({ label, value, description }) {
  const option = new Option(label, value);
  if (description) option.dataset.note = description;
  return option;
}

const SEARCH_MILLISECONDS = 200;

document.addEventListener("input", (event) => {
  const combo = event.target.closest("[data-combo]");
  if (!combo || !event.target.matches("[role=combobox]")) return;
  if (!event.target.value && !combo.matches("[data-several]")) $("select", combo).value = "";
  clearTimeout(combo.timer);
  const open = () => openList(combo, event.target.value);
  if (combo.dataset.external === undefined) open();
  else combo.timer = setTimeout(open, SEARCH_MILLISECONDS);
});

document.addEventListener("click", (event) => {
  const combo = event.target.closest(".combo-box")?.parentElement;
  if (combo && !event.target.closest(".chip") && !partsOf(combo).input.disabled) {
    partsOf(combo).input.focus();
    openList(combo);
  }
});

document.addEventListener("focusout", (event) => {
  const combo = event.target.closest("[data-combo]");
  if (!combo || combo.contains(event.relatedTarget)) return;
  closeList(combo);
  showChosen(combo);
});

document.addEventListener("keydown", (event) => {
  const combo = event.target.matches?.("[role=combobox]") && event.target.closest("[data-combo]");
  if (!combo) return;
  const { input, list, select } = partsOf(combo);
  const items = [...list.children];
  const place = items.findIndex((each) => each.hasAttribute("data-active"));
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (list.hidden) openList(combo);
    else mark(input, list, (place + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length);
  } else if (event.key === "Enter" && !list.hidden) {
    event.preventDefault();
    items[place]?.click();
  } else if (event.key === "Escape" && !list.hidden && !dialogInFront()) {
    event.preventDefault();
    closeList(combo);
  } else if (event.key === "Backspace" && !input.value && combo.matches("[data-several]")) {
    const last = [...select.selectedOptions].at(-1);
    if (last) choose(combo, last, false);
  }
});

// ---- Begin -------------------------------------------------------------------------------------

// Files that were taken in stand below their field, each with its own box: none is chosen twice.
function emptied(field) {
  const taken = new Set($$(".box label", field.parentElement).map((each) => each.textContent));
  if ([...field.files].every((each) => taken.has(each.name))) field.value = "";
}

function enhance() {
  for (const combo of $$("[data-combo]:not([data-ready])")) {
    combo.dataset.ready = "1";
    showChosen(combo);
  }
  for (const area of $$("textarea:not([data-ready])")) {
    if (!area.matches("[autofocus]")) area.dataset.ready = "1";
    if (area.matches("[data-draft]") && !area.value) area.value = sessionStorage.getItem(area.id) || "";
    grow(area);
  }
  for (const link of $$("[data-drawer][aria-current]")) link.dataset.ready = "1";
  for (const field of $$("[data-view] input[type=file]")) emptied(field);
  showModal();
}

enhance();
for (const each of $$("[data-bottom]")) each.scrollTop = each.scrollHeight;
if (!showPointed()) focusWanted();
listen();
