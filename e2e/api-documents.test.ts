import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startHeadless, type Headless } from './support/headless';
import { SocketClient } from './support/socket-client';
import { makeTempFolder } from './support/temp-folder';

type Json = Readonly<Record<string, unknown>>;
interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly scope: string;
  readonly spec: Json;
}
interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** What builds on what: all other operations come after these, as the document has them. */
const FIRST = [
  ...['put_watchlist', 'create_position', 'get_position', 'list_positions', 'patch_position'],
  ...['add_fill', 'preview_fill', 'change_fill', 'delete_fill', 'restore_fill', 'add_funding'],
  ...['rename_position', 'close_position', 'delete_position', 'restore_position'],
  ...['create_alert_rule', 'create_alert_rules', 'list_alert_rules', 'get_alert_rule'],
  ...['patch_alert_rule', 'delete_alert_rule', 'list_alerts', 'list_deliveries', 'read_alert'],
];
/** What a demo server has none of, and how it says so. */
const REFUSED: Readonly<Record<string, number>> = {
  ...{ set_venue: 400, dismiss_notice: 404, restore_backup: 404, revoke_token: 404 },
  // A server does not update itself.
  ...{ check_updates: 503, download_update: 503, install_update: 503 },
};
const GONE: ReadonlySet<string> = new Set(['get_alert_rule']);

let server: Headless;
let operations: Operation[];
let openApi: Json;
let asyncApi: Json;
const ajv = new Ajv2020({ strict: false, validateFormats: false });
const compiled = new Map<string, ValidateFunction>();

beforeAll(async () => {
  const env = { TICKWATCH_RATE: '5000', TICKWATCH_BURST: '5000' };
  server = await startHeadless(['--demo', '--data-dir', await makeTempFolder()], env);
  openApi = (await ask('GET', '/openapi.json')).body as Json;
  asyncApi = (await ask('GET', '/asyncapi.json')).body as Json;
  ajv.addSchema(openApi, 'openapi').addSchema(asyncApi, 'asyncapi');
  const paths = Object.entries(openApi['paths'] as Record<string, Record<string, Json>>);
  operations = paths.flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, spec]) => ({
      ...{ name: String(spec['operationId']), method: method.toUpperCase(), path, spec },
      scope: spec['security'] ? 'public' : String(spec['x-scope']),
    })),
  );
});
afterAll(() => server.end());

async function ask(
  method: string,
  path: string,
  sent: { readonly body?: unknown; readonly token?: string | null } = {},
): Promise<Answer> {
  const { body, token = server.token } = sent;
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: {
      'Content-Type': 'application/json',
      ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, body: isJson ? JSON.parse(text) : text };
}

/** The examples of an operation, as a request. */
function exampleOf({ path, spec }: Operation): { path: string; body?: unknown } {
  const parameters = spec['parameters'] as { name: string; in: string; example?: unknown }[];
  const given = parameters.filter(({ example }) => example !== undefined);
  const query = new URLSearchParams();
  let filled = path;
  for (const { name, in: place, example } of given) {
    if (place === 'query') query.set(name, String(example));
    else filled = filled.replace(`{${name}}`, encodeURIComponent(String(example)));
  }
  const content = (spec['requestBody'] as { content: Record<string, Json> } | undefined)?.content;
  const body = content?.['application/json']?.['example'];
  return { path: query.size > 0 ? `${filled}?${query}` : filled, ...(body ? { body } : {}) };
}

function send(operation: Operation, token?: string | null): Promise<Answer> {
  const { path, body } = exampleOf(operation);
  return ask(operation.method, path, { body, ...(token === undefined ? {} : { token }) });
}

/** Fails unless the document says that this operation can be answered so. */
function expectDocumented({ name, spec }: Operation, { status, body }: Answer): void {
  const responses = spec['responses'] as Record<string, Json>;
  const response = responses[String(status)];
  expect(response, `${name} answers ${status} ${JSON.stringify(body)}`).toBeDefined();
  const { $ref } = response as { $ref?: string };
  const [kind = ''] = Object.keys((($ref ? lookUp($ref) : response) as { content: Json }).content);
  const place = $ref ?? `#/paths/${escaped(pathOf(name))}/${methodOf(name)}/responses/${status}`;
  expectValid(`openapi${place}/content/${escaped(kind)}/schema`, body);
}

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');
const named = (name: string): Operation => operations.find((each) => each.name === name)!;
const pathOf = (name: string): string => named(name).path;
const methodOf = (name: string): string => named(name).method.toLowerCase();
const lookUp = (ref: string): unknown =>
  ref
    .slice(2)
    .split('/')
    .reduce<unknown>((part, key) => (part as Json)[key], openApi);

function expectValid(ref: string, value: unknown): void {
  const validate = compiled.get(ref) ?? ajv.compile({ $ref: encodeURI(ref) });
  compiled.set(ref, validate);
  const isValid = validate(value);
  expect(validate.errors ?? [], `${ref} ${JSON.stringify(value).slice(0, 500)}`).toEqual([]);
  expect(isValid).toBe(true);
}

test('without a token every operation but the public ones is refused, as documented', async () => {
  expect(operations.length).toBeGreaterThan(60);
  for (const operation of operations) {
    const answer = await send(operation, 'not.a.token');
    if (operation.scope === 'public') expect(answer.status, operation.name).toBe(200);
    else if (answer.status !== 429) expect(answer.status, operation.name).toBe(401);
    expectDocumented(operation, answer);
  }
});

test('a token may do what the document says of its scope, and nothing else', async () => {
  const made = await ask('POST', '/auth/tokens', {
    body: { name: 'reader', scope: 'read', ttl_s: 600 },
  });
  const { token } = made.body as { token: string };
  for (const operation of operations) {
    const answer = await send(operation, token);
    expectDocumented(operation, answer);
    if (operation.scope === 'write') {
      expect(answer, operation.name).toMatchObject({
        status: 403,
        body: { error: { code: 'FORBIDDEN' } },
      });
    } else expect([401, 403], operation.name).not.toContain(answer.status);
  }
});

test('a path takes the methods the document has, and HEAD where it has GET', async () => {
  for (const path of new Set(operations.map((each) => each.path))) {
    const methods = operations.filter((each) => each.path === path).map(({ method }) => method);
    const response = await fetch(`${server.url}/api/v1${path.replace(/\{\w+\}/g, '1')}`, {
      method: 'OPTIONS',
    });
    const all = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    expect(response.status, path).toBe(405);
    expect(new Set(response.headers.get('allow')?.split(', ')), path).toEqual(new Set(all));
  }
});

test('every example is answered as the document says, and what is done has come to be', async () => {
  const others = operations.filter(({ name }) => !FIRST.includes(name));
  for (const operation of [...FIRST.map(named), ...others]) {
    if (operation.name === 'list_alerts') {
      await vi.waitFor(async () => {
        const { body } = await send(operation);
        expect((body as { items: unknown[] }).items).not.toEqual([]);
      }, 20_000);
    }
    const answer = await send(operation);
    expectDocumented(operation, answer);
    const [success = ''] = Object.keys(operation.spec['responses'] as Json);
    const expected = REFUSED[operation.name] ?? Number(success);
    expect(answer.status, `${operation.name} ${JSON.stringify(answer.body)}`).toBe(expected);
  }
});

test('every request that reads is answered over the socket as the document says', async () => {
  const client = await SocketClient.connect(server.url, server.token);
  const { messages } = asyncApi['components'] as { messages: Record<string, Json> };
  const reading = Object.entries(messages).filter(([, each]) => each['x-scope'] !== 'write');
  const asked = reading.filter(([name]) => `${name}.reply` in messages);
  expect(asked.length).toBeGreaterThan(35);
  for (const [name, message] of asked) {
    const [example] = message['examples'] as { payload: unknown }[];
    const reply = await client.ask(name, example?.payload);
    expectValid(`asyncapi#/components/messages/${escaped(`${name}.reply`)}/payload`, reply);
    // The test before has done what the examples of the writing requests do.
    if (GONE.has(name)) expect(reply).toMatchObject({ error: { code: 'NOT_FOUND' } });
    else if (reply.ok || name !== 'export_state') expect(reply, name).toMatchObject({ ok: true });
    else expect(reply.error.code).toBe('LIMIT');
  }
  await client.ask('subscribe_symbol', { symbol: 'BTC/USDT' });
  await vi.waitFor(() => expect(client.of('price_update')).not.toEqual([]), 20_000);
  for (const envelope of client.heard) {
    expectValid(`asyncapi#/components/messages/${envelope.type}/payload`, envelope);
  }
  client.close();
});
