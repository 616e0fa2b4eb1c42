// Keys: "/" to the search, "g" and a letter to a page, "?" to the list of keys. Nothing while
// somebody types, nor together with Ctrl, Alt or Cmd. Loads nothing, sends nothing.
const PAUSE = 1500;

function writes(target) {
  return Boolean(target?.closest?.("input, textarea, select, [contenteditable='true']"));
}

function press(selector) {
  const found = document.querySelector(selector);
  found?.click();
  return Boolean(found);
}

function search() {
  const field = document.querySelector(".st-key-choose_search input");
  field?.focus();
  return Boolean(field);
}

let pages = {};
let goingUntil = 0;
let listens = false;

function pressed(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || writes(event.target)) return;
  const going = event.timeStamp < goingUntil;
  goingUntil = 0;
  let done = false;
  if (going) {
    const path = pages[event.key.toLowerCase()];
    done = Boolean(path) && press(`[data-testid="stSidebarNav"] a[href$="${path}"]`);
  } else if (event.key === "g") {
    goingUntil = event.timeStamp + PAUSE;
  } else if (event.key === "/") {
    done = search();
  } else if (event.key === "?") {
    done = press(".st-key-keys_help button");
  }
  if (done) event.preventDefault();
}

// Mounted anew on every page; one listener for as long as the document lives.
export default function ({ data }) {
  pages = data.pages;
  if (!listens) document.addEventListener("keydown", pressed);
  listens = true;
}
