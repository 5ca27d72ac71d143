import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AlertBeep } from './alert-beep.svelte';
import { AlertBanners } from './alert-banners.svelte';
import type { AlertInfo } from './alert-filter';

const critical: AlertInfo = {
  ...{ alert_id: 1, rule_id: 1, position_id: null, symbol: 'BTC/USDT', price: 1 },
  ...{ alert_type: 'PRICE_CROSS', severity: 'critical', message: 'x', read: false, late: false },
  ...{ occurred_at: '2026-01-01T00:00:00.000Z', timestamp: '2026-01-01T00:00:00.000Z' },
};
const unhandled = vi.fn();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('navigator', { userActivation: { hasBeenActive: true } });
  process.on('unhandledRejection', unhandled);
});
afterEach(() => {
  process.off('unhandledRejection', unhandled);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Sound as a browser has it whose machine has none; counts how often it was asked for. */
function stubSound(resume: () => Promise<void>, isBroken = false) {
  const made = vi.fn();
  const tones: { readonly frequency: { value: number } }[] = [];
  class FakeContext {
    readonly currentTime = 0;
    readonly destination = {};
    constructor() {
      made();
      if (isBroken) throw new Error('NotSupportedError');
    }
    resume = resume;
    createOscillator() {
      const tone = {
        ...{ frequency: { value: 0 }, connect: <T>(next: T) => next },
        ...{ start: vi.fn(), stop: vi.fn() },
      };
      tones.push(tone);
      return tone;
    }
    createGain() {
      const gain = { setValueAtTime: vi.fn(), linearRampToValueAtTime: vi.fn() };
      return { gain, connect: vi.fn() };
    }
  }
  vi.stubGlobal('AudioContext', FakeContext);
  return { made, tones };
}

const opened = () =>
  new AlertBanners(new AlertBeep({ getItem: () => null, setItem: () => undefined }), () => null);
const turn = () => new Promise((done) => setImmediate(done));

it('sounds three pulses for a critical alert', async () => {
  const { tones } = stubSound(() => Promise.resolve());
  opened().show([critical]);
  await turn();
  expect(tones.map(({ frequency }) => frequency.value)).toEqual([880, 880, 880]);
});

it('fault 52: shows every alert on a machine that has no sound, and goes on', () => {
  const { made } = stubSound(() => Promise.resolve(), true);
  const banners = opened();
  expect(() => banners.show([critical])).not.toThrow();
  banners.show([{ ...critical, alert_id: 2 }]);
  expect(banners.critical.map(({ alert_id }) => alert_id)).toEqual([2, 1]);
  expect(made).toHaveBeenCalledTimes(2);
});

it('fault 52: shows an alert whose sound is refused, and looks for a device anew at the next', async () => {
  const { made } = stubSound(() => Promise.reject(new Error('NotAllowedError')));
  const banners = opened();
  banners.show([critical]);
  await turn();
  expect(unhandled).not.toHaveBeenCalled();
  banners.show([{ ...critical, alert_id: 2 }]);
  await turn();
  expect(banners.critical).toHaveLength(2);
  expect(made).toHaveBeenCalledTimes(2);
});

const asked = { severity: 'info', sound: null, symbol: 'BTC/USDT', price: 45000.5 } as const;
const beepWith = (kept: Readonly<Record<string, string>> = {}) =>
  new AlertBeep({
    getItem: (key) => kept[key.replace('tickwatch.', '')] ?? null,
    setItem: () => undefined,
  });

it('sounds what the services ask for, whatever is chosen for the window, before any click', async () => {
  const { tones } = stubSound(() => Promise.resolve());
  vi.stubGlobal('navigator', { userActivation: { hasBeenActive: false } });
  const beep = beepWith({ 'alerts.sound': 'off' });
  beep.request(asked);
  expect(tones).toEqual([]);
  vi.stubGlobal('tickwatch', {});
  beep.request(asked);
  beep.request({ ...asked, sound: 'none' });
  await turn();
  expect(tones.map(({ frequency }) => frequency.value)).toEqual([520]);
});

it('speaks symbol and price where that is chosen, and not where nothing is to be heard', () => {
  stubSound(() => Promise.resolve());
  const speak = vi.fn();
  vi.stubGlobal('speechSynthesis', { speak });
  vi.stubGlobal('document', { documentElement: { lang: 'th' } });
  vi.stubGlobal(
    'SpeechSynthesisUtterance',
    class {
      lang = '';
      constructor(readonly text: string) {}
    },
  );
  beepWith().request(asked);
  expect(speak).not.toHaveBeenCalled();
  const beep = beepWith({ 'alerts.speech': 'on' });
  beep.request({ ...asked, sound: 'none' });
  beep.request({ ...asked, symbol: null });
  beep.request(asked);
  expect(speak.mock.calls).toEqual([[{ text: 'BTC USDT 45000.5', lang: 'th' }]]);
});
