import type { enChart } from './en-chart';

/** Thai texts of how a chart is drawn and what can be done on it. */
export const thChart: Readonly<Record<keyof typeof enChart, string>> = {
  'chart.kind': 'รูปแบบแท่งเทียน',
  'chart.kind.candles': 'แท่งเทียน',
  'chart.kind.heikin-ashi': 'Heikin-Ashi',
  'chart.kind.bars': 'แท่งบาร์',
  'chart.kind.line': 'เส้น',
  'chart.averaged': 'Heikin-Ashi',
  'chart.averaged.hint': 'แท่งวาดจากค่าเฉลี่ย ไม่ใช่ราคาจริง ตัวเลขตรงนี้คือราคาจริง',
  'chart.zone': 'เขตเวลาของแกน',
  'chart.zone.local': 'เวลาท้องถิ่น ({{zone}})',
  'chart.zone.utc': 'UTC',
  'chart.zone.exchange': 'เวลากระดานเทรด ({{zone}})',
  'chart.zone.daily': 'UTC: วันของแท่งเทียนคือวันของกระดานเทรด',
  'chart.options': 'ตัวเลือกของกราฟ',
  'chart.log': 'สเกลลอการิทึม',
};
