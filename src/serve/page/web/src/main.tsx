// The page of `interlocks serve`.

import { type VNode, render } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { takeToken } from "./api";
import { Header } from "./header";
import { NetworkView } from "./network/view";
import { type View, place } from "./place";
import { useStrings } from "./settings";
import { useSignal } from "./signal";
import { EntityView } from "./views/entity";
import { Findings } from "./views/findings";
import { Pairs } from "./views/pairs";
import { PathView } from "./views/path";
import { Review } from "./views/review";
import { Start } from "./views/start";
import { Two } from "./views/two";

const VIEWS: Record<View, () => VNode> = {
  start: Start,
  entity: EntityView,
  two: Two,
  findings: Findings,
  pairs: Pairs,
  path: PathView,
  network: NetworkView,
  review: Review,
};

function App(): VNode {
  const say = useStrings();
  const { view, id, other, embed } = useSignal(place);
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  // Whoever reads with the keyboard or by ear is taken to the new view.
  useEffect(() => {
    if (!first.current) main.current?.focus();
    first.current = false;
  }, [view, id, other]);
  const Shown = VIEWS[view];
  return (
    <>
      <a class="skip" href="#main">
        {say.skip}
      </a>
      {!embed && <Header />}
      <main id="main" ref={main} tabIndex={-1} key={`${view} ${id} ${other}`}>
        <Shown />
      </main>
    </>
  );
}

takeToken();
const root = document.getElementById("app");
if (root) render(<App />, root);
