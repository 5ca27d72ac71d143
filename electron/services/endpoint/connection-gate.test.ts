import { expect, test } from 'vitest';
import { addressKey, hostText, isPrivate } from './client-address';
import { ConnectionGate } from './connection-gate';

const PHONE = '192.168.1.20';
const enterMany = (gate: ConnectionGate, address: string, count: number): number =>
  Array.from({ length: count }, () => gate.enter(address)).filter(Boolean).length;

test('one address of a network gets a share, and what it gives back is there again', () => {
  const gate = new ConnectionGate({ maxClients: 10, isPrivate: false });
  expect(enterMany(gate, PHONE, 500)).toBe(10 + 64);
  expect(gate.enter('192.168.1.21')).toBe(true);
  expect(gate.enter('127.0.0.1')).toBe(true);
  gate.leave(PHONE);
  expect(enterMany(gate, PHONE, 5)).toBe(1);
});

test('all together get no more than there is, programs of this machine included', () => {
  const gate = new ConnectionGate({ maxClients: 10, isPrivate: false });
  expect(enterMany(gate, '127.0.0.1', 10_000)).toBe(10 + 4096);
  expect(gate.enter(PHONE)).toBe(false);
  gate.leave('127.0.0.1');
  expect(gate.enter(PHONE)).toBe(true);
});

test('open to the local network it lets in private addresses and no others', () => {
  const gate = new ConnectionGate({ maxClients: 10, isPrivate: true });
  for (const good of [
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    PHONE,
    '::ffff:192.168.1.5',
    'fd00::1',
  ])
    expect(gate.enter(good), good).toBe(true);
  for (const bad of ['8.8.8.8', '100.64.0.1', '172.32.0.1', '2001:4860::1', '::ffff:8.8.8.8', 'x'])
    expect(gate.enter(bad), bad).toBe(false);
  expect(gate.enter(undefined)).toBe(false);
});

test('an IPv6 network counts as one, IPv4 in IPv6 as IPv4', () => {
  expect(addressKey('2001:db8:1:2:3:4:5:6')).toBe(addressKey('2001:db8:1:2:ffff::1'));
  expect(addressKey('2001:db8:1:3::1')).not.toBe(addressKey('2001:db8:1:2::1'));
  expect(addressKey('::ffff:192.168.1.20')).toBe(PHONE);
  expect(addressKey('fe80::1%eth0')).toBe(addressKey('fe80::2%eth0'));
  expect([addressKey('::1'), addressKey(undefined), addressKey('x')]).toEqual([
    ...['::1', 'unknown', 'unknown'],
  ]);
  expect(hostText('2001:db8::0:1')).toBe('[2001:db8::1]');
  expect(isPrivate('fe80::1%eth0')).toBe(true);
});
