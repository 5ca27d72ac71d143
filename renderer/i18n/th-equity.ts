import type { enEquity } from './en-equity';

/** Thai texts of the equity curve. */
export const thEquity: Readonly<Record<keyof typeof enEquity, string>> = {
  'dock.equity': 'Equity',

  'equity.chart': 'Equity ตามเวลา ระยะที่ต่ำกว่าจุดสูงสุด และผลของแต่ละวัน',
  'equity.span': 'ย้อนหลัง',
  'equity.span.week': '1 สัปดาห์',
  'equity.span.month': '1 เดือน',
  'equity.span.quarter': '3 เดือน',
  'equity.span.year': '1 ปี',
  'equity.span.all': 'ทั้งหมด',
  'equity.failed': 'โหลด equity ไม่สำเร็จ',
  'equity.empty': 'ข้อมูลยังน้อยเกินกว่าจะวาดกราฟ',
  'equity.empty.body': 'Tickwatch จดมูลค่าโพซิชันและเงินทุนทุกห้านาที แต่ละวันจะแสดงเมื่อจบวัน',
  'equity.below': 'ต่ำกว่าจุดสูงสุด',
  'equity.day': 'ผลของวัน',
  'equity.settings': 'สกุลเงิน และเวลาเริ่มวัน',
  'equity.currency': 'สกุลเงินของยอดรวม',
  'equity.currency.new': 'เปลี่ยนสกุลเงินแล้วกราฟจะเริ่มใหม่ เส้นเดิมจะหายไป',
  'equity.hour': 'เริ่มวันเวลา',
  'equity.zone': 'ตามเขตเวลา',
  'equity.save': 'บันทึก',
};
