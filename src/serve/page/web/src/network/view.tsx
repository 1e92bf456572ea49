// A network that grows as one clicks.

import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { save } from "../api";
import { Heading, Shown } from "../parts";
import { go, note, place } from "../place";
import type { State } from "../answer";
import { shadeNow, useStrings } from "../settings";
import { useSignal } from "../signal";
import { Canvas, type Positions } from "./canvas";
import { type SavedMap, type Step, read } from "./map";
import { type Chosen, type Node, type Picture, pictureOf } from "./model";
import { Story } from "./story";

export function NetworkView(): VNode {
  const say = useStrings();
  const { id, other, clock, also } = useSignal(place);
  const [past, setPast] = useState<Chosen[]>([{ expanded: (also.with ?? [id, other]).filter(Boolean), removed: also.without ?? [] }]);
  const [at, setAt] = useState(0);
  const [state, setState] = useState<State<Picture>>({ kind: "waiting" });
  const [selected, select] = useState("");
  const [steps, setSteps] = useState<Step[]>([]);
  const positions = useRef<Positions>({});
  const canvas = useRef<Canvas | null>(null);
  const [problem, setProblem] = useState("");
  const chosen = past[at] ?? { expanded: [], removed: [] };

  const choose = (next: Chosen): void => {
    setPast([...past.slice(0, at + 1), next]);
    setAt(at + 1);
  };
  const expand = (key: string): void => {
    if (!chosen.expanded.includes(key)) choose({ ...chosen, expanded: [...chosen.expanded, key] });
  };
  const remove = (key: string): void => {
    choose({ expanded: chosen.expanded.filter((one) => one !== key), removed: [...chosen.removed, key] });
    select("");
  };

  // Who is in the picture is part of the link; an empty value says that nobody is.
  useEffect(() => {
    const isFirst = chosen.expanded.join("\n") === [id, other].filter(Boolean).join("\n");
    note({ with: isFirst ? [] : chosen.expanded.length > 0 ? chosen.expanded : [""], without: chosen.removed });
  }, [JSON.stringify(chosen), JSON.stringify(clock)]);

  // The keys of other programs that draw.
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      if (typing || !(event.ctrlKey || event.metaKey)) return;
      const name = event.key.toLowerCase();
      const to = name === "y" || (name === "z" && event.shiftKey) ? at + 1 : name === "z" ? at - 1 : -1;
      if (to < 0 || to >= past.length) return;
      event.preventDefault();
      setAt(to);
    };
    addEventListener("keydown", key);
    return () => removeEventListener("keydown", key);
  }, [at, past]);

  useEffect(() => {
    const stop = new AbortController();
    pictureOf(chosen, clock, stop.signal).then(
      (answer) => setState({ kind: "here", answer }),
      (error: Error) => {
        if (!stop.signal.aborted) setState({ kind: "failed", error: error.message });
      },
    );
    return () => stop.abort();
  }, [JSON.stringify(chosen), JSON.stringify(clock)]);

  const saveMap = (): void => {
    const map: SavedMap = { interlocks_map: 1, chosen, clock, positions: canvas.current?.positions() ?? {}, steps };
    save(new Blob([JSON.stringify(map, null, 2)], { type: "application/json" }), "network.json");
  };
  const openMap = async (file: File | undefined): Promise<void> => {
    const map = file ? read(await file.text()) : null;
    setProblem(map ? "" : say.badMap);
    if (!map) return;
    positions.current = map.positions;
    setSteps(map.steps);
    choose(map.chosen);
    go({ clock: map.clock });
  };
  const show = (step: Step): void => {
    choose(step.chosen);
    go({ clock: step.clock });
  };
  const nodes = state.kind === "here" ? state.answer.nodes : [];
  return (
    <div class="network">
      <Heading>
        {say.network}: {nodes.filter(({ expanded }) => expanded).map(({ name }) => name).join(", ")}
      </Heading>
      <div class="actions">
        <button type="button" disabled={at === 0} onClick={() => setAt(at - 1)}>
          {say.undo}
        </button>
        <button type="button" disabled={at >= past.length - 1} onClick={() => setAt(at + 1)}>
          {say.redo}
        </button>
        <button type="button" onClick={() => canvas.current?.arrange()}>
          {say.layout}
        </button>
        <button type="button" onClick={() => canvas.current?.fit()}>
          {say.fit}
        </button>
        <button type="button" onClick={saveMap}>
          {say.saveMap}
        </button>
        <label class="button">
          {say.openMap}
          <input type="file" class="hidden" accept="application/json,.json" onChange={(event) => void openMap(event.currentTarget.files?.[0])} />
        </label>
        <button type="button" onClick={() => canvas.current && save(canvas.current.svg(), "network.svg")}>
          {say.saveSvg}
        </button>
        <button type="button" onClick={() => canvas.current && save(canvas.current.png(), "network.png")}>
          {say.savePng}
        </button>
      </div>
      <Years />
      {problem && (
        <p class="failed" role="alert">
          {problem}
        </p>
      )}
      <Shown of={state}>
        {(picture) => (
          <>
            <div class="two">
              <Drawn picture={picture} canvas={canvas} positions={positions.current} select={select} expand={expand} selected={selected} />
              <Beside nodes={nodes} selected={selected} select={select} expand={expand} remove={remove} />
            </div>
            <p class="pale">
              {say.possibleDashed} {picture.leftOut > 0 && say.nodesLeftOut(picture.leftOut)}
            </p>
          </>
        )}
      </Shown>
      <Story steps={steps} set={setSteps} show={show} now={{ chosen, clock }} />
    </div>
  );
}

/** Chooses a year for the whole picture. */
function Years(): VNode {
  const say = useStrings();
  const { clock } = useSignal(place);
  const year = /^(\d{4})\.\.\1$/.exec(clock.during)?.[1] ?? "";
  const [first, last] = [1960, new Date().getFullYear()];
  const set = (chosen: string): void => go({ clock: { ...clock, at: "", during: chosen ? `${chosen}..${chosen}` : "" } });
  return (
    <div class="years">
      <label>
        {say.year}: {year || say.allYears}
        <input type="range" min={first} max={last} value={year || String(last)} onChange={(event) => set(event.currentTarget.value)} />
      </label>
      <button type="button" disabled={!year} onClick={() => set("")}>
        {say.allYears}
      </button>
    </div>
  );
}

function Drawn(props: {
  picture: Picture;
  canvas: { current: Canvas | null };
  positions: Positions;
  selected: string;
  select: (key: string) => void;
  expand: (key: string) => void;
}): VNode {
  const say = useStrings();
  const colours = useSignal(shadeNow);
  const box = useRef<HTMLDivElement>(null);
  // The canvas lives longer than the functions of one drawing.
  const now = useRef(props);
  now.current = props;
  useEffect(() => {
    if (!box.current) return;
    const canvas = new Canvas(box.current, (key) => now.current.select(key), (key) => now.current.expand(key));
    props.canvas.current = canvas;
    return () => {
      props.canvas.current = null;
      canvas.end();
    };
  }, []);
  useEffect(() => props.canvas.current?.draw(props.picture, props.positions), [props.picture]);
  useEffect(() => props.canvas.current?.restyle(), [colours]);
  useEffect(() => props.canvas.current?.select(props.selected), [props.selected]);
  return <div class="canvas" ref={box} role="img" aria-label={say.canvas} />;
}

/** Everybody in the picture as a list, for the keyboard and for those who read by ear. */
function Beside(props: {
  nodes: Node[];
  selected: string;
  select: (key: string) => void;
  expand: (key: string) => void;
  remove: (key: string) => void;
}): VNode {
  const say = useStrings();
  const node = props.nodes.find(({ key }) => key === props.selected);
  const sorted = [...props.nodes].sort((x, y) => x.name.localeCompare(y.name));
  return (
    <aside aria-label={say.inPicture}>
      <div class="chosen" aria-live="polite">
        {node ? (
          <>
            <h2>
              {node.name} <span class="pale">{say[node.kind]}</span>
            </h2>
            <button type="button" disabled={node.expanded} onClick={() => props.expand(node.key)}>
              {say.expand}
            </button>
            <button type="button" onClick={() => props.remove(node.key)}>
              {say.remove}
            </button>
            <button type="button" onClick={() => go({ view: "entity", id: node.key, other: "" })}>
              {say.open}
            </button>
          </>
        ) : (
          <p class="pale">{say.selectNode}</p>
        )}
      </div>
      <h2>
        {say.inPicture} <span class="count">{props.nodes.length}</span>
      </h2>
      <ul>
        {sorted.map(({ key, name, kind, expanded }) => (
          <li>
            <button
              type="button"
              class={`plain ${kind}`}
              aria-pressed={key === props.selected}
              onClick={() => props.select(key)}
              onDblClick={() => props.expand(key)}
              onKeyDown={(event) => {
                if (event.key === "Delete") props.remove(key);
                else if (event.key === "Enter" && key === props.selected) props.expand(key);
              }}
            >
              {expanded ? <strong>{name}</strong> : name}
            </button>
          </li>
        ))}
      </ul>
    </aside>
  );
}
