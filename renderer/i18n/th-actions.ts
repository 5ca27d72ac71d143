import type { enActions } from './en-actions';

/** Thai texts of what can be done, as the palette lists it. */
export const thActions: Readonly<Record<keyof typeof enActions, string>> = {
  'palette.title': 'ค้นหาคำสั่ง',
  'palette.placeholder': 'อยากทำอะไร',
  'palette.none': 'ไม่มีคำสั่งชื่อ “{{query}}”',
  'palette.recent': 'เพิ่งใช้',
  'palette.keys': '↑ ↓ เพื่อเลือก, Enter เพื่อสั่ง, Esc เพื่อปิด',

  'actions.symbol': 'เหรียญ',
  'actions.alert': 'แจ้งเตือนและโพซิชัน',
  'actions.chart': 'กราฟ',
  'actions.window': 'หน้าต่าง',
  'actions.data': 'ข้อมูล',
  'actions.settings': 'ตั้งค่า',

  'keys.title': 'ปุ่มลัด',
  'keys.search': 'เพิ่มเหรียญ',
  'keys.next': 'เหรียญถัดไป',
  'keys.previous': 'เหรียญก่อนหน้า',
  'keys.up': 'เลื่อนเหรียญขึ้น',
  'keys.down': 'เลื่อนเหรียญลง',
  'keys.read': 'ทำเครื่องหมายว่าอ่านแจ้งเตือนล่าสุดแล้ว',
  'keys.watchlist': 'แสดงหรือซ่อนรายการเฝ้าดู',
  'keys.pane.next': 'ไปยังส่วนถัดไปของหน้าต่าง',
  'keys.pane.previous': 'กลับไปยังส่วนก่อนหน้า',
  'keys.pick': 'เลือกเหรียญตามลำดับ',
  'keys.remove': 'เอาเหรียญออก',
  'keys.alert': 'ตั้งเตือนเหรียญที่เลือก',
  'keys.position': 'เพิ่มโพซิชัน',
  'keys.dock': 'เปิดหรือปิดแผง',
  'keys.undo': 'เลิกทำ ขณะที่ยังมีข้อความให้เลิกทำ',
  'keys.help': 'รายการนี้',

  'do.open': 'เปิด {{symbol}}',
  'do.record': 'สถิติของสัญญาณ',
  'do.rule': 'สร้างกฎแจ้งเตือน',
  'do.read.all': 'ทำเครื่องหมายว่าอ่านแจ้งเตือนทั้งหมดแล้ว',
  'do.unmute': 'กลับมาส่งแจ้งเตือน',
  'do.interval': 'แท่งเทียน {{interval}}',
  'do.link': 'ใช้ร่วมกันทุกกราฟ: {{what}}',
  'do.unlink': 'เลิกใช้ร่วมกันทุกกราฟ: {{what}}',
  'do.chart.next': 'ไปยังกราฟถัดไป',
  'do.show': 'แสดง{{what}}',
  'do.events': 'แสดงหรือซ่อนเหตุการณ์ล่าสุด',

  'ticker.open': 'หน้าต่างราคาเล็ก',
};
