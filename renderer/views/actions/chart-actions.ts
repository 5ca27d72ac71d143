import { INTERVALS } from '../../../shared/domain/interval';
import type { Action } from '../../state/actions';
import { CHART_COUNTS, CHART_LINKS } from '../../state/charts.svelte';
import type { Screen } from './screen';

/** What can be done with the charts. */
export function chartActions({ workspace: { charts } }: Screen): Action[] {
  return [
    ...INTERVALS.map((interval): Action => ({
      ...{ id: `interval ${interval}`, group: 'chart', words: 'timeframe candles' },
      title: (say) => say('do.interval', { interval }),
      run: () => charts.setInterval(charts.focused, interval),
    })),
    ...CHART_COUNTS.map((count): Action => ({
      ...{ id: `charts ${count}`, group: 'chart', words: `layout grid split ${count}` },
      title: (say) => say(`layout.charts.${count}`),
      run: () => charts.setCount(count),
    })),
    ...CHART_LINKS.map((link): Action => ({
      ...{ id: `link ${link}`, group: 'chart', words: 'link sync' },
      title: (say) => {
        const key = charts.isLinked(link) ? 'do.unlink' : 'do.link';
        return say(key, { what: say(`layout.link.${link}`) });
      },
      run: () => charts.setLinked(link, !charts.isLinked(link)),
    })),
    {
      ...{ id: 'chart.next', group: 'chart', words: 'focus' },
      title: (say) => say('do.chart.next'),
      run: () => charts.focusNext(),
    },
  ];
}
