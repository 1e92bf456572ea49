// A long table that is filtered by text, sorted, and narrowed to some columns. All of it is in the address.

import type { ComponentChildren, VNode } from "preact";

import { type Values, address } from "./api";
import { useRows } from "./answer";
import { type Column, Download, Notes, Rest, Shown, Table } from "./parts";
import { note, place } from "./place";
import { useStrings } from "./settings";
import { useSignal } from "./signal";

/** A column whose name in the address does not change with the language. */
export interface Named<T> extends Column<T> {
  id: string;
}

/** The rows that have the text somewhere, in the order of the column. */
function arranged<T>(rows: T[], columns: Named<T>[], text: string, sort: string): T[] {
  const wanted = text.toLocaleLowerCase();
  const shown = rows.filter((row) => !wanted || JSON.stringify(row).toLocaleLowerCase().includes(wanted));
  const down = sort.startsWith("-");
  const key = columns.find(({ id }) => id === sort.replace(/^-/, ""))?.key;
  if (!key) return shown;
  return shown.sort((x, y) => (key(x) < key(y) ? -1 : key(x) > key(y) ? 1 : 0) * (down ? -1 : 1));
}

export function Browse<T>(props: {
  label: string;
  question: string;
  values: Values;
  columns: Named<T>[];
  file: string;
  /** How many rows are asked for first. */
  limit: number;
  /** Filters that the server applies. */
  children?: ComponentChildren;
}): VNode {
  const say = useStrings();
  const { also } = useSignal(place);
  const [text = ""] = also.text ?? [];
  const [sort = ""] = also.sort ?? [];
  const hidden = also.hide ?? [];
  const { columns, question, values } = props;
  const { rows, of, more, state, notes } = useRows<T>(question, values, props.limit);
  const shown = arranged(rows, columns, text, sort);
  const own = columns.find(({ id }) => id === sort.replace(/^-/, ""));
  const toggle = (id: string): void => note({ hide: hidden.includes(id) ? hidden.filter((one) => one !== id) : [...hidden, id] });
  const turn = (name: string): void => {
    const id = columns.find((column) => column.name === name)?.id ?? "";
    note({ sort: [sort === id ? `-${id}` : id] });
  };
  return (
    <>
      <div class="filters">
        {props.children}
        <label>
          {say.filter}
          <input type="search" value={text} onInput={(event) => note({ text: event.currentTarget.value ? [event.currentTarget.value] : [] })} />
        </label>
        <details>
          <summary>{say.columns}</summary>
          {columns.map(({ id, name }) => (
            <label class="check">
              <input type="checkbox" checked={!hidden.includes(id)} onChange={() => toggle(id)} />
              {name}
            </label>
          ))}
        </details>
        <Download key={address(question, values)} question={question} values={{ ...values, format: "csv" }} name={props.file}>
          {say.csv}
        </Download>
      </div>
      <Shown of={state}>
        {() => (
          <>
            <p class="pale" aria-live="polite">
              {text && say.matching(shown.length, rows.length)} {more && (text || sort) && say.onlyLoaded}
            </p>
            <Table
              label={props.label}
              columns={columns.filter(({ id }) => !hidden.includes(id))}
              rows={shown}
              sort={turn}
              {...(own ? { sorted: { column: own.name, down: sort.startsWith("-") } } : {})}
            />
            <Rest rows={rows.length} of={of} more={more} />
            <Notes of={notes} />
          </>
        )}
      </Shown>
    </>
  );
}
