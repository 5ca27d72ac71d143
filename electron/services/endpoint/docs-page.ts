import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import { eventExamples } from '../../../shared/protocol/documents/examples/event-examples';
import { requestExamples } from '../../../shared/protocol/documents/examples/request-examples';
import { events, type EventName } from '../../../shared/protocol/events';
import type { RequestSpec } from '../../../shared/protocol/request-spec';
import { requests, type RequestName } from '../../../shared/protocol/requests';
import { API_ROOT } from '../../../shared/protocol/rest-paths';
import { SchemaShelf } from '../../../shared/protocol/documents/json-schema';

const PAGE = '/api/docs';
const STYLE = `${PAGE}.css`;

const CSS = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 62rem; padding: 1rem 1.25rem 4rem; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #8886; padding-bottom: .25rem; }
details { border-bottom: 1px solid #8883; padding: .4rem 0; }
summary { cursor: pointer; }
summary code { font-weight: 600; }
code, pre { font: 13px/1.45 ui-monospace, monospace; }
pre { overflow-x: auto; background: #8881; border-radius: 6px; padding: .75rem; }
.scope { color: #888; font-size: 13px; }
`;

/** Serves the contract as a page to read; false when the path is not one of its own. */
export function serveDocs(request: IncomingMessage, response: ServerResponse): boolean {
  const path = request.url?.split('?')[0];
  if (path !== PAGE && path !== STYLE) return false;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.statusCode = 405;
    response.setHeader('Allow', 'GET, HEAD');
    response.end();
    return true;
  }
  const type = path === PAGE ? 'text/html' : 'text/css';
  response.setHeader('Content-Type', `${type}; charset=utf-8`);
  response.end(path === PAGE ? (html ??= page()) : CSS);
  return true;
}

let html: string | null = null;

function page(): string {
  const shelf = new SchemaShelf();
  const asked = Object.entries(requests) as [string, RequestSpec<z.ZodType, z.ZodType>][];
  const told = Object.entries(events) as [string, z.ZodType][];
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tickwatch API</title>',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<link rel="stylesheet" href="${STYLE}"></head><body><h1>Tickwatch API</h1>`,
    `<p>REST lies below <code>${API_ROOT}</code> and takes <code>Authorization: Bearer TOKEN</code>.`,
    ' Socket.IO v4 takes the token as <code>auth.token</code>; every request below is an event with',
    ' one object and an acknowledgement, answered by <code>{ ok, value }</code> or',
    ' <code>{ ok, error: { code, message } }</code>. The same for machines:',
    ` <code>${API_ROOT}/openapi.json</code>, <code>${API_ROOT}/asyncapi.json</code>.</p>`,
    '<h2>Requests</h2>',
    ...asked.map(([name, spec]) => requestPart(name, spec, shelf)),
    '<h2>Events</h2>',
    '<p>Each comes as <code>{ type, data, seq }</code>.</p>',
    ...told.map(([name, schema]) =>
      part(`<code>${name}</code>`, {
        example: eventExamples[name as EventName],
        data: shelf.schemaOf(name, schema, 'output'),
      }),
    ),
    '</body></html>',
  ].join('\n');
}

function requestPart(
  name: string,
  spec: RequestSpec<z.ZodType, z.ZodType>,
  shelf: SchemaShelf,
): string {
  const { rest, summary, scope } = spec;
  const route = rest ? ` <code>${rest.method} ${rest.path}</code>` : '';
  const about = `<code>${name}</code>${route} <span class="scope">${scope}</span><br>${escaped(summary)}`;
  return part(about, {
    example: requestExamples[name as RequestName],
    params: shelf.schemaOf(`${name}.params`, spec.params, 'input'),
    result: shelf.schemaOf(`${name}.result`, spec.result, 'output'),
  });
}

function part(about: string, schemas: Readonly<Record<string, object>>): string {
  const shown = Object.entries(schemas).map(
    ([title, schema]) => `${title}<pre>${escaped(JSON.stringify(schema, null, 2))}</pre>`,
  );
  return `<details><summary>${about}</summary>${shown.join('')}</details>`;
}

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
