import { beforeEach, expect, it, vi } from 'vitest';
import { FakeTransport } from '../client/fake-transport';
import { fakeRecord } from '../client/fake-signal-record';
import { SignalRecord } from './signal-record.svelte';

const subject = { symbol: 'BTC/USDT', interval: '1h' } as const;
const made = fakeRecord('');

let transport: FakeTransport;
let record: SignalRecord;

beforeEach(async () => {
  transport = new FakeTransport().answer(
    'get_signal_record',
    ({ limit, model_version: version }) =>
      version === 'gone'
        ? { ok: false, error: { code: 'NOT_FOUND', message: '' } }
        : { ok: true, value: made({ ...subject, price: 100 }, Number(limit), version) },
  );
  record = new SignalRecord(transport);
  record.show(subject);
  await vi.waitFor(() => expect(record.body).not.toBeNull());
});

it('asks for the calls that are held in memory first, and for older ones when they are wanted', async () => {
  expect([record.calls.length, record.hasOlder]).toEqual([100, true]);
  record.loadOlder();
  await vi.waitFor(() => expect(record.calls.length).toBe(330));
  expect(record.hasOlder).toBe(false);
  expect(transport.asked.map(({ params }) => params)).toEqual([
    { ...subject, limit: 100 },
    { ...subject, limit: 1000 },
  ]);
});

it('shows the record of the model that was chosen until it is closed', async () => {
  record.chooseModel('0c44d1e8a9b3');
  await vi.waitFor(() => expect(record.body?.model_version).toBe('0c44d1e8a9b3'));
  record.close();
  record.show(subject);
  await vi.waitFor(() => expect(record.body?.model_version).toBe('5f1c09ab77e2'));
});

it('shows the present model when the chosen one is not there any more', async () => {
  record.chooseModel('gone');
  await vi.waitFor(() => expect(transport.asked).toHaveLength(3));
  await vi.waitFor(() => expect(record.body?.model_version).toBe('5f1c09ab77e2'));
  expect(record.error).toBeNull();
});
