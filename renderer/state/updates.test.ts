import { beforeEach, describe, expect, it } from 'vitest';
import { FakeTransport } from '../client/fake-transport';
import { Locale } from '../i18n/i18n.svelte';
import { UpdateNews } from './update-news';
import { Updates, type UpdatesState } from './updates.svelte';

const AT = Date.UTC(2026, 0, 1);
const state: UpdatesState = {
  ...{ enabled: true, channel: 'stable', download: 'ask', version: '1.0.0', obstacle: null },
  ...{ way: 'itself', signature_checked: false, home: 'https://example.com/', held: false },
  ...{ phase: 'available', checked_at: null, progress: null, fault: null, last: null },
  release: { version: '1.0.1', notes: '', released_at: null },
};
const last: NonNullable<UpdatesState['last']> = {
  ...{ from: '1.0.0', to: '1.0.1', at: new Date(AT).toISOString(), outcome: 'failed' },
  ...{ backup: 'before-update.json', kept: null },
};

let updates: Updates;
beforeEach(() => {
  updates = new Updates(
    new FakeTransport().answer('get_updates', () => ({ ok: true, value: state })),
  );
});

describe('an offer', () => {
  it('is a version that waits for a word', async () => {
    expect(updates.offer).toBeNull();
    await updates.load();
    expect(updates.offer).toEqual({ version: '1.0.1', isReady: false });
    updates.hear({ ...state, phase: 'ready' });
    expect(updates.offer).toEqual({ version: '1.0.1', isReady: true });
  });

  it.each<[string, Partial<UpdatesState>]>([
    ['a critical alert is unread', { held: true }],
    ['a critical alert is unread, and one is ready', { held: true, phase: 'ready' }],
    ['it comes by itself', { download: 'auto' }],
    ['it is on its way', { phase: 'downloading' }],
    ['there is none', { phase: 'idle', release: null }],
  ])('is none while %s', (_name, change) => {
    updates.hear({ ...state, ...change });
    expect(updates.offer).toBeNull();
  });

  it('is also one that has to be fetched by hand', () => {
    updates.hear({ ...state, download: 'auto', way: 'by_hand' });
    expect(updates.offer?.version).toBe('1.0.1');
  });
});

it('what is refused is told, and the choice in force stays', async () => {
  await updates.load();
  await updates.choose({ enabled: false });
  expect(updates.error?.code).toBe('UNAVAILABLE');
  expect([updates.state?.enabled, updates.refusals]).toEqual([true, 1]);
});

describe('news', () => {
  let shown: { tone: string; text: string; action?: { run: () => void } }[];
  let opened: string[];
  let news: UpdateNews;
  beforeEach(() => {
    shown = [];
    opened = [];
    const nothing = { getItem: () => null, setItem: () => undefined };
    news = new UpdateNews({
      settings: { openAt: (...place) => void opened.push(place.join(' ')) },
      toasts: { show: (toast) => shown.push(toast) },
      locale: new Locale(nothing, ['en']),
      now: () => AT + 60_000,
    });
  });

  it('tell of a version once while it is there, and once more when it is ready', () => {
    const offer = { version: '1.0.1', isReady: false };
    for (const one of [offer, null, offer, { ...offer, isReady: true }, offer]) news.offer(one);
    expect(shown.map(({ text }) => text)).toEqual([
      'Tickwatch 1.0.1 is available.',
      'Tickwatch 1.0.1 is ready to be installed.',
    ]);
    shown[0]?.action?.run();
    expect(opened).toEqual(['updates version']);
  });

  it('tell that a version was not installed, and which one runs', () => {
    news.result(last);
    news.result(last);
    expect(shown.map(({ tone }) => tone)).toEqual(['error']);
    expect(shown[0]?.text).toContain('1.0.0 still runs');
  });

  it('are none of what is long ago, or was undone', () => {
    news.result({ ...last, at: new Date(AT - 3_600_000).toISOString() });
    news.result({ ...last, outcome: 'undone' });
    news.result(null);
    expect(shown).toEqual([]);
  });
});
