import type { RestRoute } from './request-spec';
import { requests, type RequestName } from './requests';
import { API_ROOT } from './rest-paths';

interface Route extends RestRoute {
  readonly name: RequestName;
  readonly segments: readonly string[];
}

const routes: readonly Route[] = (Object.keys(requests) as RequestName[]).flatMap((name) => {
  const { rest } = requests[name];
  return rest ? [{ ...rest, name, segments: rest.path.split('/') }] : [];
});

/** What a method and path lead to. */
export type RouteMatch =
  | {
      readonly kind: 'found';
      readonly name: RequestName;
      readonly pathParams: Record<string, string>;
    }
  | { readonly kind: 'wrong-method'; readonly allowed: readonly string[] }
  | { readonly kind: 'none' };

/** Finds the request behind a path below `API_ROOT`; the root itself may be left out. */
export function matchRoute(method: string, path: string): RouteMatch {
  const relative = path.startsWith(`${API_ROOT}/`) ? path.slice(API_ROOT.length) : path;
  const segments = relative.split('/');
  const allowed: string[] = [];
  let found: string | null = null;
  for (const route of routes) {
    const pathParams = matchSegments(route.segments, joinSymbol(route.segments, segments));
    // The first path that fits is the one meant: another one would take its words for a number.
    if (!pathParams || (found !== null && route.path !== found)) continue;
    found = route.path;
    if (route.method === method) return { kind: 'found', name: route.name, pathParams };
    allowed.push(route.method);
  }
  return allowed.length > 0 ? { kind: 'wrong-method', allowed } : { kind: 'none' };
}

/** People write `/prices/BTC/USDT` too: where a symbol is due, two segments may be one. */
function joinSymbol(template: readonly string[], segments: readonly string[]): readonly string[] {
  const at = template.indexOf('{symbol}');
  if (at < 0 || segments.length !== template.length + 1) return segments;
  const symbol = `${segments[at] ?? ''}/${segments[at + 1] ?? ''}`;
  return [...segments.slice(0, at), symbol, ...segments.slice(at + 2)];
}

function matchSegments(
  template: readonly string[],
  segments: readonly string[],
): Record<string, string> | null {
  if (template.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const segment = decode(segments[index] ?? '');
    if (segment === null) return null;
    if (part.startsWith('{')) params[part.slice(1, -1)] = segment;
    else if (part !== segment) return null;
  }
  return params;
}

/** Null for a broken percent-encoding. */
function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
