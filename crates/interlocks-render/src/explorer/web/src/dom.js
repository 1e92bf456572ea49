// Elements made by calls, never from markup: text of the data cannot become anything but text.

const SVG = "http://www.w3.org/2000/svg";

/** An HTML element with attributes and children; a child that is text becomes a text node. */
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for a shape of a drawing. */
export function shape(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

/** Text of the data, kept from turning the direction of what stands beside it. */
export function quoted(text, attributes = {}) {
  return element("bdi", attributes, text);
}

export function byId(id) {
  return document.getElementById(id);
}

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}
