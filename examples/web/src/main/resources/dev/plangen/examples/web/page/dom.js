/**
 * An element with properties, `class`, `data-` and `aria-` attributes, and children. Strings become text: nothing that
 * a model or a person wrote is ever read as HTML.
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) {
      element[name] = value;
    } else {
      element.setAttribute(name === 'class' ? 'class' : name, value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Makes `text` what the element shows. What is there already stays, so that a reader's selection does too. */
export function show(element, text) {
  const shown = element.textContent;
  if (shown === text) {
    return;
  }
  if (shown !== '' && text.startsWith(shown) && element.firstChild === element.lastChild) {
    element.firstChild.appendData(text.slice(shown.length));
  } else {
    element.textContent = text;
  }
}

const finished = new WeakMap();

/** Shows a text that a model has finished, and the words in it that it made bold. */
export function showText(element, text) {
  if (finished.get(element) === text) {
    return;
  }
  finished.set(element, text);
  const parts = text.split(/\*\*(\S(?:[^\n]*?\S)?)\*\*/);
  element.replaceChildren(...parts.map((part, index) => (index % 2 === 1 ? h('strong', {}, part) : part)));
}

/** Makes `children` what the element holds, leaving those in place that are there already. */
export function hold(element, children) {
  let next = element.firstChild;
  for (const child of children) {
    if (child === next) {
      next = next.nextSibling;
    } else {
      element.insertBefore(child, next);
    }
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
}

export function byId(id) {
  return document.getElementById(id);
}
