import { AppError } from '../domain/errors';

/** Where the parameters of a REST operation stand. */
export interface RestParts {
  readonly method: string;
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Methods whose parameters stand in the body; those of all others stand in the query. */
const WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** Whether an operation of this method takes a body. */
export const takesBody = (method: string): boolean => WITH_BODY.has(method);

/**
 * The parameters of a request, each from the one place that the documents name.
 * @throws {AppError} `INVALID` for one that stands anywhere else, or that two places disagree on.
 */
export function restParams({ method, path, query, body }: RestParts): Record<string, unknown> {
  const [given, other, place] = takesBody(method) ? [body, query, 'body'] : [query, body, 'query'];
  const twice = Object.keys(given).filter(
    (name) => Object.hasOwn(path, name) && String(given[name]) !== path[name],
  );
  const strays = [...Object.keys(other), ...twice];
  const [stray] = strays;
  if (stray === undefined) return { ...given, ...path };
  const right = Object.hasOwn(path, stray) ? 'path' : place;
  const details = strays.map((field) => ({ field, message: `belongs in the ${right}` }));
  throw new AppError('INVALID', `${stray}: belongs in the ${right}`, { info: { details } });
}
