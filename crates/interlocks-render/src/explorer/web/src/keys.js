// Moving about by keyboard.

import { byId } from "./dom.js";

const STRIDE = 60;
const ZOOM = 1.25;

/** Keys and buttons that move `canvas`; Escape anywhere calls `onEscape`. */
export function followKeys(canvas, onEscape) {
  const moves = {
    ArrowLeft: () => canvas.panBy(STRIDE, 0),
    ArrowRight: () => canvas.panBy(-STRIDE, 0),
    ArrowUp: () => canvas.panBy(0, STRIDE),
    ArrowDown: () => canvas.panBy(0, -STRIDE),
    "+": () => canvas.zoomBy(ZOOM),
    "=": () => canvas.zoomBy(ZOOM),
    "-": () => canvas.zoomBy(1 / ZOOM),
    f: () => canvas.fit(),
    0: () => canvas.fit(),
  };
  byId("canvas").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in moves)) return;
    event.preventDefault();
    moves[event.key]();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") onEscape();
  });
  byId("zoom-in").addEventListener("click", moves["+"]);
  byId("zoom-out").addEventListener("click", moves["-"]);
  byId("zoom-fit").addEventListener("click", moves.f);
}
