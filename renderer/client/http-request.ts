import type { Reply } from '../../shared/protocol/reply';
import { API_ROOT } from '../../shared/protocol/rest-paths';
import { unavailable } from './unavailable';

/** Fifty thousand rows take seconds; a disk that does not answer takes for ever. */
const ANSWER_TIMEOUT_MS = 120_000;

/** Where a request is found over HTTP. */
interface HttpRoute {
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

/** Asks over HTTP what is too large for a message on the socket; never rejects. */
export async function sendOverHttp<T>(
  { url, token }: { readonly url: string; readonly token: () => string },
  { method, path }: HttpRoute,
  params: unknown,
): Promise<Reply<T>> {
  try {
    const response = await fetch(`${url}${API_ROOT}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token()}`, 'Content-Type': 'application/json' },
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      ...(method === 'GET' ? {} : { body: JSON.stringify(params) }),
    });
    const body: unknown = await response.json();
    // The server derives its answer from the same contract.
    return response.ok
      ? { ok: true, value: body as T }
      : { ok: false, error: (body as { error: Extract<Reply<T>, { ok: false }>['error'] }).error };
  } catch {
    return unavailable('No answer.');
  }
}
