// The look of nodes and ties on the canvas.

/** What lies over what. The veil lies over all that is beside the focus, and so nothing need fade by itself. */
const DEPTH = { edges: 0, nodes: 1, landmarks: 2, veil: 3, nearEdges: 4, nearNodes: 5 };

/** The style sheet; `large` pictures do without what takes long to draw. */
export function canvasStyle(ink, { large, edgeLabels, legible }) {
  const labelOfEdge = {
    label: "data(label)",
    "font-size": 11,
    "min-zoomed-font-size": 8,
    color: ink.pale,
    "text-background-color": ink.paper,
    "text-background-opacity": 0.85,
    "text-background-padding": 2,
  };
  return [
    {
      selector: "node[index]",
      style: {
        shape: "round-rectangle",
        "corner-radius": "data(radius)",
        width: "data(w)",
        height: "data(h)",
        "background-color": "data(fill)",
        "border-color": "data(border)",
        "border-width": 1.4,
        label: "data(label)",
        color: "data(text)",
        "font-family": ink.font,
        "font-size": "data(size)",
        "min-zoomed-font-size": legible,
        "line-height": 1.15,
        "text-wrap": "wrap",
        "text-max-width": 10_000,
        "text-valign": "center",
        "text-halign": "center",
        "overlay-opacity": 0,
        "z-index-compare": "manual",
        "z-index": DEPTH.nodes,
      },
    },
    { selector: "node.emphasis", style: { "font-weight": "bold", "border-width": 2.6 } },
    {
      selector: "edge",
      style: {
        // Haystack lines are straight from middle to middle, and by far the quickest to draw.
        "curve-style": large ? "haystack" : "bezier",
        "haystack-radius": 0,
        "control-point-step-size": 26,
        width: "data(width)",
        "line-color": "data(colour)",
        "line-style": "solid",
        "font-family": ink.font,
        "overlay-opacity": 0,
        "z-index-compare": "manual",
        "z-index": DEPTH.edges,
        ...(edgeLabels ? labelOfEdge : {}),
      },
    },
    {
      selector: "edge.directed",
      style: large
        ? { "mid-target-arrow-shape": "triangle", "mid-target-arrow-color": "data(colour)" }
        : { "target-arrow-shape": "triangle", "target-arrow-color": "data(colour)", "arrow-scale": 0.9 },
    },
    { selector: "edge.dashed", style: { "line-style": "dashed", "line-dash-pattern": [6, 5] } },
    { selector: ".dimmed", style: { opacity: 0.38 } },
    { selector: ".absent", style: { display: "none" } },
    {
      selector: "#veil",
      style: {
        shape: "rectangle",
        width: "data(w)",
        height: "data(h)",
        "background-color": ink.paper,
        "background-opacity": 0.86,
        events: "no",
        "z-index-compare": "manual",
        "z-index": DEPTH.veil,
      },
    },
    { selector: "edge.near", style: { opacity: 1, "z-index": DEPTH.nearEdges, ...labelOfEdge } },
    { selector: "node.near", style: { opacity: 1, "z-index": DEPTH.nearNodes } },
    { selector: "node.focus", style: { "border-color": ink.accent, "border-width": 3.5 } },
    {
      selector: "node.hover, edge.hover",
      style: { "overlay-color": ink.accent, "overlay-opacity": 0.16, "overlay-padding": 3 },
    },
    {
      // Names that stand out of their boxes when the picture is too small for the others.
      selector: "node.landmark",
      style: {
        label: "data(landmark)",
        "font-size": "data(nameSize)",
        "min-zoomed-font-size": 0,
        "text-wrap": "none",
        "font-weight": "bold",
        color: ink.ink,
        "text-outline-color": ink.paper,
        "text-outline-width": "data(halo)",
        "z-index": DEPTH.landmarks,
      },
    },
    { selector: "node.landmark.near", style: { "z-index": DEPTH.nearNodes } },
  ];
}
