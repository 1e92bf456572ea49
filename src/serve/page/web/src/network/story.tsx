// A story: steps with a caption each, that a reader goes through.

import type { VNode } from "preact";
import { useState } from "preact/hooks";

import type { Clock } from "../place";
import { useStrings } from "../settings";
import type { Step } from "./map";
import type { Chosen } from "./model";

export function Story(props: {
  steps: Step[];
  set: (steps: Step[]) => void;
  show: (step: Step) => void;
  now: { chosen: Chosen; clock: Clock };
}): VNode {
  const say = useStrings();
  const { steps, set, show, now } = props;
  const [at, setAt] = useState(0);
  const step = steps[at];
  const open = (to: number): void => {
    const next = steps[to];
    if (!next) return;
    setAt(to);
    show(next);
  };
  const add = (): void => {
    set([...steps, { caption: "", ...now }]);
    setAt(steps.length);
  };
  const caption = (text: string): void => set(steps.map((one, number) => (number === at ? { ...one, caption: text } : one)));
  const remove = (): void => {
    set(steps.filter((_, number) => number !== at));
    setAt(Math.max(0, at - 1));
  };
  return (
    <section class="story">
      <h2>{say.story}</h2>
      {step && (
        <>
          <p aria-live="polite">
            {say.step(at + 1, steps.length)}
            {step.caption && `: ${step.caption}`}
          </p>
          <button type="button" disabled={at === 0} onClick={() => open(at - 1)}>
            {say.previous}
          </button>
          <button type="button" disabled={at >= steps.length - 1} onClick={() => open(at + 1)}>
            {say.next}
          </button>
          <label>
            {say.caption}
            <input value={step.caption} onInput={(event) => caption(event.currentTarget.value)} />
          </label>
          <button type="button" onClick={remove}>
            {say.removeStep}
          </button>
        </>
      )}
      <button type="button" onClick={add}>
        {say.addStep}
      </button>
    </section>
  );
}
