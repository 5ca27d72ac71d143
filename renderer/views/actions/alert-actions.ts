import type { Action } from '../../state/actions';
import { MUTE_SPANS, muteFor, muteOf, UNMUTE } from '../../state/mute';
import type { Screen } from './screen';

/** What can be done with alerts, rules and positions. */
export function alertActions({ workspace }: Screen): Action[] {
  const { watchlist, alertDialogs, positionDialogs, alerts, rules, rulePacks } = workspace;
  const { selected } = watchlist;
  const start = selected === null ? {} : { symbol: selected };
  return [
    {
      ...{ id: 'alert.quick', group: 'alert', keys: ['A'], words: 'price cross' },
      title: (say) => say('keys.alert'),
      run: () => {
        if (selected === null) return;
        alertDialogs.show({ kind: 'quick', symbol: selected, price: null });
      },
    },
    {
      ...{ id: 'position.add', group: 'alert', keys: ['P'], words: 'long short buy' },
      title: (say) => say('keys.position'),
      run: () => positionDialogs.show({ kind: 'add', symbol: null }),
    },
    {
      ...{ id: 'rule.create', group: 'alert' },
      title: (say) => say('do.rule'),
      run: () => alertDialogs.show({ kind: 'create', start }),
    },
    {
      ...{ id: 'alert.read', group: 'alert', keys: ['E'] },
      title: (say) => say('keys.read'),
      run: () => {
        const newest = alerts.items.find(({ read }) => !read);
        if (newest) void alerts.read([newest.alert_id]);
      },
    },
    {
      ...{ id: 'alert.read.all', group: 'alert' },
      title: (say) => say('do.read.all'),
      run: () => void alerts.readAll(),
    },
    {
      ...{ id: 'rules.export', group: 'alert', words: 'json file' },
      title: (say) => say('pack.export.all'),
      run: () => rulePacks.export(rules.items),
    },
    {
      ...{ id: 'rules.import', group: 'alert', words: 'json file' },
      title: (say) => say('pack.title'),
      run: () => alertDialogs.show({ kind: 'import' }),
    },
    ...muteActions(workspace),
  ];
}

function muteActions({ settings, ruleDesk, now }: Screen['workspace']): Action[] {
  const { services } = settings;
  const change = async (alerts: ReturnType<typeof muteFor>): Promise<void> => {
    const error = await services.change({ alerts });
    if (error) ruleDesk.complain(error);
  };
  const mutes = MUTE_SPANS.map((span): Action => ({
    ...{ id: `mute.${span}`, group: 'alert', words: 'silence snooze quiet' },
    title: (say) => `${say('mute.title')}: ${say(`mute.span.${span}`)}`,
    run: () => void change(muteFor(span, now.read())),
  }));
  const unmute: Action = {
    ...{ id: 'mute.end', group: 'alert', words: 'silence snooze quiet' },
    title: (say) => say('do.unmute'),
    run: () => void change(UNMUTE),
  };
  // Not by the clock of the screen, which would make the list anew each second.
  return muteOf(services.alerts, now.read()) ? [unmute, ...mutes] : mutes;
}
