import { afterEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../fake-clock';
import { VenueHarness } from './venue-harness';

const NOW = Date.UTC(2026, 0, 14, 13, 59, 30, 0);

let harness: VenueHarness | undefined;
afterEach(() => harness?.close());

async function openVenue() {
  const opened = await VenueHarness.open(new FakeClock(NOW));
  harness = opened;
  const { clock, venue } = opened;
  return { harness: opened, clock, faults: venue.faults, audit: venue.audit };
}

describe('faults of REST', () => {
  it.each([
    [429, '7'],
    [429, undefined],
    [429, 'soon'],
    [429, '-5'],
    [429, '99999999999'],
    [418, '120'],
    [403, undefined],
    [451, undefined],
    [500, undefined],
    [503, undefined],
  ])('faults 29 to 32: answers %i with Retry-After %s, once', async (status, retryAfter) => {
    const { harness, faults } = await openVenue();
    faults.rest(
      { kind: 'status', status, ...(retryAfter !== undefined && { retryAfter }) },
      { times: 1 },
    );
    const answer = await harness.get('time');
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe(retryAfter ?? null);
    expect((await harness.get('time')).status).toBe(200);
  });

  it('fault 32: a request hangs, ends in the middle or brings a page', async () => {
    const { harness, faults } = await openVenue();
    const url = `${harness.restUrl}/api/v3/time`;
    faults.rest({ kind: 'hang' }, { times: 1 });
    await expect(fetch(url, { signal: AbortSignal.timeout(50) })).rejects.toThrow(/timeout/);
    faults.rest({ kind: 'halfBody' }, { times: 1 });
    const half = await fetch(url);
    await expect(half.text()).rejects.toThrow();
    faults.rest({ kind: 'page' }, { times: 1 });
    const page = await fetch(url);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<html>')]);
  });

  it('fault 33: one path refuses the time of a request while others work', async () => {
    const { harness, faults } = await openVenue();
    const fault = { kind: 'status', status: 400, code: -1021 } as const;
    faults.rest(fault, { path: '/api/v3/klines' });
    const refused = await harness.get('klines?symbol=BTCUSDT&interval=1m');
    expect([refused.status, refused.body.code]).toEqual([400, -1021]);
    expect((await harness.get('time')).status).toBe(200);
    faults.lift();
    expect((await harness.get('klines?symbol=BTCUSDT&interval=1m')).status).toBe(200);
  });
});

describe('the audit', () => {
  it('counts requests before a Retry-After is over, and bans who goes on', async () => {
    const { harness, clock, faults, audit } = await openVenue();
    faults.rest({ kind: 'status', status: 429, retryAfter: '30' }, { times: 1 });
    await harness.get('time');
    await harness.get('time');
    expect([audit.violations.retryAfter, audit.refusals]).toEqual([0, 1]);
    clock.advance(1_000);
    for (let asked = 0; asked < 9; asked += 1) {
      expect((await harness.get('time')).status).toBe(200);
    }
    const banned = await harness.get('time');
    expect([banned.status, banned.headers.get('retry-after')]).toEqual([418, '120']);
    clock.advance(1_000);
    expect((await harness.get('time')).headers.get('retry-after')).toBe('119');
    expect(audit.violations).toMatchObject({ retryAfter: 10, ban: 1 });
    clock.advance(119_000);
    expect((await harness.get('time')).status).toBe(200);
    expect(audit.total).toBe(11);
  });

  it('counts requests during a ban', async () => {
    const { harness, clock, faults, audit } = await openVenue();
    faults.rest({ kind: 'status', status: 418, retryAfter: '60' }, { times: 1 });
    await harness.get('time');
    clock.advance(59_999);
    await harness.get('time');
    clock.advance(1);
    await harness.get('time');
    expect(audit.violations).toMatchObject({ retryAfter: 0, ban: 1 });
  });

  it('knows the requests and the weight they used, and counts what is beyond the limit', async () => {
    const { harness, audit } = await openVenue();
    for (let asked = 0; asked < 75; asked += 1) await harness.get('ticker/24hr?type=MINI');
    expect([audit.peakWeight.spot, audit.total]).toEqual([6000, 0]);
    await harness.get('ping');
    expect([audit.peakWeight.spot, audit.violations.weight]).toEqual([6001, 1]);
    expect(audit.requests.at(-1)).toEqual({ at: 0, path: '/api/v3/ping' });
    expect(audit.requests).toHaveLength(76);
  }, 15_000);

  it('counts messages, names and streams beyond the limits of a connection', async () => {
    const { harness, clock, audit } = await openVenue();
    const names = (count: number) => Array.from({ length: count }, (_, at) => `s${at}usdt@trade`);
    const wide = await harness.connect('/stream');
    await wide.ask(1, 'SUBSCRIBE', names(200));
    expect(audit.total).toBe(0);
    await wide.ask(2, 'SUBSCRIBE', names(201));
    expect(audit.violations.subscribeNames).toBe(1);
    wide.socket.send(JSON.stringify({ method: 'SUBSCRIBE', params: names(1025), id: 3 }));
    expect(await wide.closed).toBe(1008);
    const busy = await harness.connect('/stream');
    for (let id = 1; id <= 5; id += 1) await busy.ask(id, 'LIST_SUBSCRIPTIONS');
    expect(audit.violations).toMatchObject({ streams: 1, messageRate: 0 });
    busy.socket.ping();
    expect(await busy.closed).toBe(1008);
    expect(audit.violations.messageRate).toBe(1);
    clock.advance(1_000);
  });

  it('counts attempts to connect with their times, and refuses beyond 300 in five minutes', async () => {
    const { harness, clock, faults, audit } = await openVenue();
    faults.handshake({ status: 503 });
    for (let tried = 0; tried < 300; tried += 1) {
      clock.advance(10);
      await expect(harness.dial('/ws').opened).rejects.toThrow('503');
    }
    expect([audit.connectionAttempts.length, audit.total]).toEqual([300, 0]);
    expect(audit.connectionAttempts.slice(0, 2)).toEqual([10, 20]);
    await expect(harness.dial('/ws').opened).rejects.toThrow('429');
    expect(audit.violations.connectionRate).toBe(1);
    clock.advance(300_000);
    await expect(harness.dial('/ws').opened).rejects.toThrow('503');
  }, 15_000);
});
