import { setTimeout as pause } from 'node:timers/promises';

/** What a fuzz makes: each has a price to be told of, and is watched from then on. */
const MADE = [
  { path: '/positions', id: 'position_id' },
  { path: '/alert-rules', id: 'rule_id' },
] as const;
const TOO_FAST = 429;

/** Where the server is and what opens it. */
interface Address {
  readonly url: string;
  readonly token: string;
}

/**
 * Deletes what the fuzz has made, as a program would. Without it the server would soon be busy with the
 * thousands of positions and rules of strangers, not with their frames.
 */
export async function tidyUp(address: Address): Promise<void> {
  for (const { path, id } of MADE) {
    const answer = await ask(address, 'GET', path);
    const { items } = (await answer.json()) as { items: readonly Record<string, unknown>[] };
    for (const item of items) await ask(address, 'DELETE', `${path}/${String(item[id])}`);
  }
}

async function ask({ url, token }: Address, method: string, path: string): Promise<Response> {
  const headers = { authorization: `Bearer ${token}` };
  for (;;) {
    const answer = await fetch(new URL(`/api/v1${path}`, url), { method, headers });
    if (answer.status !== TOO_FAST) return answer;
    await answer.body?.cancel();
    await pause(1000 * Number(answer.headers.get('retry-after') ?? 1));
  }
}
