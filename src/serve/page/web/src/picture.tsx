// Pictures that the server draws.

import type { VNode } from "preact";

import type { Values } from "./api";
import { usePicture } from "./answer";
import { shadeNow, useStrings } from "./settings";
import { useSignal } from "./signal";

export function Picture({ values, alt }: { values: Values; alt: string }): VNode {
  const say = useStrings();
  const picture = usePicture({ ...values, theme: useSignal(shadeNow) });
  if (picture.kind === "waiting") return <p class="waiting">{say.waiting}</p>;
  if (picture.kind === "failed") return <p class="none">{say.noPicture}</p>;
  return (
    <div class="scroll" role="region" aria-label={alt} tabIndex={0}>
      <img class="drawn" src={picture.answer} alt={alt} />
    </div>
  );
}
