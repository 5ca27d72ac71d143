import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import dbus, { type Message, type MessageBus } from 'dbus-next';
import { onTestFinished, vi } from 'vitest';
import { tempFolder } from './temp-folder';

const { Interface, ACCESS_READ } = dbus.interface;
const PATIENCE = { timeout: 20_000, interval: 50 };

/** A message bus of its own for one test. @returns Its address. */
export async function openBus(): Promise<string> {
  const path = join(await tempFolder(), 'bus');
  const args = ['--session', '--nofork', '--nopidfile', `--address=unix:path=${path}`];
  const child = spawn('dbus-daemon', [...args, '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(async () => {
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return line.toString().trim();
}

/** What a program asked a desktop to show. */
interface Notified {
  readonly id: number;
  readonly summary: string;
  readonly body: string;
  /** 0 low, 1 normal, 2 critical. */
  readonly urgency: number;
  /** ms; -1 as usual, 0 for ever. */
  readonly timeout: number;
}

/** The service for notifications of a desktop, which remembers what it was asked to show. */
export interface NotificationService {
  readonly shown: readonly Notified[];
  readonly closed: readonly number[];
  /** Clicks on one. */
  click(id: number): void;
}

type Hints = Readonly<Record<string, { readonly value: unknown } | undefined>>;

class Notifications extends Interface {
  readonly shown: Notified[] = [];
  readonly closed: number[] = [];

  // The order is that of the standard: https://specifications.freedesktop.org/notification-spec/
  Notify(...words: [string, number, string, string, string, string[], Hints, number]): number {
    const [, replaces, , summary, body, , hints, timeout] = words;
    const id = replaces || this.shown.length + 1;
    this.shown.push({ id, summary, body, urgency: Number(hints['urgency']?.value), timeout });
    return id;
  }

  CloseNotification(id: number): void {
    this.closed.push(id);
    this.NotificationClosed(id, 3);
  }

  GetCapabilities(): string[] {
    return ['body', 'body-markup', 'actions'];
  }

  GetServerInformation(): string[] {
    return ['test', 'test', '1', '1.2'];
  }

  NotificationClosed(id: number, reason: number): [number, number] {
    return [id, reason];
  }

  ActionInvoked(id: number, key: string): [number, string] {
    return [id, key];
  }
}

Notifications.configureMembers({
  methods: {
    Notify: { inSignature: 'susssasa{sv}i', outSignature: 'u' },
    CloseNotification: { inSignature: 'u', outSignature: '' },
    GetCapabilities: { inSignature: '', outSignature: 'as' },
    GetServerInformation: { inSignature: '', outSignature: 'ssss' },
  },
  signals: { NotificationClosed: { signature: 'uu' }, ActionInvoked: { signature: 'us' } },
});

/** Opens the service for notifications on a bus. */
export async function openNotifications(address: string): Promise<NotificationService> {
  const bus = connect(address);
  const service = new Notifications('org.freedesktop.Notifications');
  bus.export('/org/freedesktop/Notifications', service);
  await bus.requestName('org.freedesktop.Notifications', 0);
  return {
    shown: service.shown,
    closed: service.closed,
    click: (id) => void service.ActionInvoked(id, 'default'),
  };
}

/** A service for notifications that is there and answers nothing. @returns What it was asked. */
export async function openSilentNotifications(address: string): Promise<readonly string[]> {
  const bus = connect(address);
  const asked: string[] = [];
  await bus.requestName('org.freedesktop.Notifications', 0);
  bus.addMethodHandler(({ member }: Message) => {
    asked.push(member);
    return true;
  });
  return asked;
}

class TrayWatcher extends Interface {
  readonly items: string[] = [];

  RegisterStatusNotifierItem(service: string): void {
    this.items.push(service);
  }

  RegisterStatusNotifierHost(): void {
    // There is one already: the test.
  }

  get RegisteredStatusNotifierItems(): string[] {
    return this.items;
  }

  get IsStatusNotifierHostRegistered(): boolean {
    return true;
  }

  get ProtocolVersion(): number {
    return 0;
  }
}

TrayWatcher.configureMembers({
  methods: {
    RegisterStatusNotifierItem: { inSignature: 's', outSignature: '' },
    RegisterStatusNotifierHost: { inSignature: 's', outSignature: '' },
  },
  properties: {
    RegisteredStatusNotifierItems: { signature: 'as', access: ACCESS_READ },
    IsStatusNotifierHostRegistered: { signature: 'b', access: ACCESS_READ },
    ProtocolVersion: { signature: 'i', access: ACCESS_READ },
  },
});

/** The tray of a desktop with one item in it. */
export interface TrayHost {
  /** What is told when the pointer rests on the item. */
  tooltip(): Promise<string>;
  /** The picture of the item, as text to compare. */
  picture(): Promise<string>;
  /** The entries that can be chosen, from top to bottom. */
  labels(): Promise<string[]>;
  /** Chooses the entry that begins with a text. */
  choose(label: string): Promise<void>;
  /** Clicks on the item. */
  activate(): Promise<void>;
}

type MenuItem = readonly [number, Readonly<Record<string, { readonly value: unknown }>>, unknown];

/** Opens a tray on a bus; it has to be there before the item. */
export async function openTray(address: string): Promise<TrayHost> {
  const bus = connect(address);
  const watcher = new TrayWatcher('org.kde.StatusNotifierWatcher');
  bus.export('/StatusNotifierWatcher', watcher);
  await bus.requestName('org.kde.StatusNotifierWatcher', 0);
  const destination = (): Promise<string> =>
    vi.waitFor(() => {
      const [first] = watcher.items;
      if (first === undefined) throw new Error('There is nothing in the tray.');
      return first.split('/')[0] ?? '';
    }, PATIENCE);
  const call = async (
    to: readonly [string, string, string],
    signature: string,
    body: unknown[],
  ) => {
    const [path, iface, member] = to;
    const message = { destination: await destination(), path, interface: iface, member };
    const reply = await bus.call(new dbus.Message({ ...message, signature, body }));
    return reply?.body as unknown[];
  };
  const propertyOf = async (name: string): Promise<unknown> => {
    const to = ['/StatusNotifierItem', 'org.freedesktop.DBus.Properties', 'Get'] as const;
    const [variant] = await call(to, 'ss', ['org.kde.StatusNotifierItem', name]);
    return (variant as { value: unknown }).value;
  };
  const MENU = '/com/canonical/dbusmenu';
  const menu = async (): Promise<{ id: number; label: string }[]> => {
    const to = [MENU, 'com.canonical.dbusmenu', 'GetLayout'] as const;
    const [, root] = await call(to, 'iias', [0, -1, []]);
    const [, , children] = root as [number, object, { value: MenuItem }[]];
    return children.flatMap(({ value: [id, properties] }) => {
      const label = properties['label']?.value;
      const isOff = properties['enabled']?.value === false;
      return typeof label === 'string' && label !== '' && !isOff ? [{ id, label }] : [];
    });
  };
  return {
    tooltip: async () => {
      const [, , title, text] = (await propertyOf('ToolTip')) as [string, unknown, string, string];
      return `${title}${text}`;
    },
    picture: async () => JSON.stringify(await propertyOf('IconPixmap')),
    labels: async () => (await menu()).map(({ label }) => label),
    async choose(label) {
      const entry = await vi.waitFor(async () => {
        const found = (await menu()).find((one) => one.label.startsWith(label));
        if (!found) throw new Error(`The menu has no ${label}.`);
        return found;
      }, PATIENCE);
      const body = [entry.id, 'clicked', new dbus.Variant('s', ''), 0];
      await call([MENU, 'com.canonical.dbusmenu', 'Event'], 'isvu', body);
    },
    async activate() {
      await call(['/StatusNotifierItem', 'org.kde.StatusNotifierItem', 'Activate'], 'ii', [0, 0]);
    },
  };
}

function connect(address: string): MessageBus {
  const bus = dbus.sessionBus({ busAddress: address });
  onTestFinished(() => bus.disconnect());
  // Electron leaves the bus when it ends, and the bus may end before it.
  bus.on('error', () => undefined);
  return bus;
}
