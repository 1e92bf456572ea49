// Asks the server. Nothing else in the page speaks to it.

const TOKEN = "interlocks-token";

/** Takes the token out of the address of the page, and keeps it until the tab is closed. */
export function takeToken(): void {
  const given = /(?:^#|&)token=([0-9a-f]+)/.exec(location.hash);
  if (given?.[1]) {
    sessionStorage.setItem(TOKEN, given[1]);
    history.replaceState(null, "", location.pathname + location.search);
  }
}

/** Whether questions need the token: then a link of the browser's own gets no answer. */
export function hasToken(): boolean {
  return sessionStorage.getItem(TOKEN) !== null;
}

/** Values of parameters; a list is a parameter that repeats. */
export type Values = Record<string, string | number | boolean | string[] | undefined>;

/** The address of a question. */
export function address(question: string, values: Values): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== "" && one !== false) query.append(name, String(one));
    }
  }
  const text = query.toString();
  return `/api/v1/${question}${text ? `?${text}` : ""}`;
}

/** An answer that could not be given; its message is the server's own. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    detail: string,
  ) {
    super(detail);
  }
}

async function send(path: string, signal?: AbortSignal, more: RequestInit = {}): Promise<Response> {
  const token = sessionStorage.getItem(TOKEN);
  const headers = new Headers(more.headers);
  if (token) headers.set("Authorization", `Bearer ${token}`);
  const response = await fetch(path, { ...more, headers, ...(signal ? { signal } : {}) });
  if (response.ok) return response;
  const problem: unknown = await response.json().catch(() => ({}));
  const detail = (problem as { detail?: unknown }).detail;
  throw new Problem(response.status, typeof detail === "string" ? detail : response.statusText);
}

/** Which part of a list an answer is. */
export interface Page {
  from: number;
  rows: number;
  of: number | null;
  next: number | null;
}

/** An answer as the command prints it with -f json. */
export interface Answer<T> {
  as_of: string | null;
  notes: string[];
  page?: Page;
  results: T;
}

export async function ask<T>(question: string, values: Values, signal?: AbortSignal): Promise<Answer<T>> {
  return (await send(address(question, values), signal)).json() as Promise<Answer<T>>;
}

/** What the server says of itself and the data. */
export interface About {
  title: string;
  as_of: string | null;
  people: number;
  companies: number;
  seats: number;
  ties: number;
  deals: number;
  errors: number;
  warnings: number;
  changed: boolean;
  /** Whether decisions on identity go to a file. */
  decisions: boolean;
  /** What a decision has to carry; null if none may be written. */
  write_token: string | null;
  inputs: { path: string; rows: number | null }[];
}

export async function about(): Promise<About> {
  return (await send("/api/v1/about")).json() as Promise<About>;
}

/** A decision on two records. */
export interface Stated {
  a: string;
  b: string;
  decision: string;
  who: string;
  why: string;
}

/** Adds a decision to the file, and returns a sentence on it. */
export async function decide(stated: Stated, secret: string): Promise<string> {
  const headers = { "Content-Type": "application/json", "X-Interlocks-Write": secret };
  const response = await send("/api/v1/decide", undefined, { method: "POST", headers, body: JSON.stringify(stated) });
  return ((await response.json()) as { text: string }).text;
}

/** What a source is. Only the tools for agents tell that of a single source. */
export async function source(id: string): Promise<{ id: string; title: string; url: string } | null> {
  const headers = { "Content-Type": "application/json", Accept: "application/json, text/event-stream" };
  const uri = `interlocks://source/${encodeURIComponent(id)}`;
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "resources/read", params: { uri } });
  const reply = (await (await send("/mcp", undefined, { method: "POST", headers, body })).json()) as {
    result?: { contents?: { text?: string }[] };
  };
  const text = reply.result?.contents?.[0]?.text;
  return text ? (JSON.parse(text) as { id: string; title: string; url: string }) : null;
}

export async function blob(path: string, signal?: AbortSignal): Promise<Blob> {
  return (await send(path, signal)).blob();
}

/** Saves something as a file of the reader's. */
export function save(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
