import type { enLayout } from './en-layout';

/** Thai texts of the window's panes and of how they are laid out. */
export const thLayout: Readonly<Record<keyof typeof enLayout, string>> = {
  'dock.label': 'โพซิชัน แจ้งเตือน และอื่นๆ',
  'dock.market': 'ตลาด',
  'dock.positions': 'โพซิชัน',
  'dock.open': 'เปิดแผง',
  'dock.close': 'ปิดแผง',
  'dock.height': 'ความสูงของแผง',
  'dock.width': 'ความกว้างของแผง',

  'layout.title': 'จัดหน้าจอ',
  'layout.charts': 'กราฟ',
  'layout.charts.1': 'กราฟเดียว',
  'layout.charts.2': 'สองกราฟ',
  'layout.charts.4': 'สี่กราฟ',
  'layout.links': 'ใช้ร่วมกันทุกกราฟ',
  'layout.link.symbol': 'เหรียญ',
  'layout.link.interval': 'ช่วงเวลา',
  'layout.dock': 'แผง',
  'layout.dock.right': 'ข้างกราฟ',
  'layout.dock.below': 'ใต้กราฟ',
  'layout.events': 'เหตุการณ์ล่าสุด',
  'layout.watchlist.width': 'ความกว้างของรายการเฝ้าดู',
  'layout.watchlist.show': 'แสดงรายการเฝ้าดู',
  'layout.watchlist.hide': 'ซ่อนรายการเฝ้าดู',
  'layout.reset': 'กลับไปจัดแบบปกติ',
  'layout.chart': 'กราฟ {{number}} จาก {{total}}',

  'part.loading': 'กำลังโหลด',
  'part.missing': 'โหลดส่วนนี้ของหน้าต่างไม่สำเร็จ',
  'part.missing.body':
    'ราคาและแจ้งเตือนยังทำงานต่อ สิ่งที่บันทึกไว้ไม่หาย Tickwatch อาจเพิ่งอัปเดตหรือหยุดทำงาน ให้โหลดหน้าต่างใหม่',
  'part.reload': 'โหลดใหม่',

  'events.title': 'เหตุการณ์ล่าสุด',
  'events.none': 'แจ้งเตือนและสัญญาณที่กลับตัวจะขึ้นตรงนี้',
  'events.turn': '{{symbol}} {{signal}} ที่ {{interval}}',
  'events.open': 'ดูบนกราฟ',
  'alerts.bell': 'แจ้งเตือนที่ยังไม่อ่าน: {{count}}',
};
