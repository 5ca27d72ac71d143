import type { enWelcome } from './en-welcome';

/** Thai texts of the first start. */
export const thWelcome: Readonly<Record<keyof typeof enWelcome, string>> = {
  'welcome.title': 'ยินดีต้อนรับสู่ Tickwatch',
  'welcome.step': '{{number}} จาก {{total}}',
  'welcome.skip': 'ข้าม',
  'welcome.back': 'ย้อนกลับ',
  'welcome.next': 'ต่อไป',
  'welcome.end': 'เริ่มใช้งาน',
  'welcome.again': 'ดูหน้าต้อนรับ',
  'welcome.again.help': 'สิ่งที่ถามและบอกตอนเปิดใช้ครั้งแรก',
  'welcome.about': 'เฝ้าราคาและโพซิชันให้ และเตือนเมื่อเกิดสิ่งที่คุณสั่งไว้ ไม่ส่งคำสั่งซื้อขายใด ๆ',
  'welcome.market.live': 'ตลาดจริง',
  'welcome.market.body.live':
    'ราคาซื้อขายจริงของ Binance ถ้าอยากลองก่อน ให้เปิดด้วย --demo ซึ่งเป็นตลาดสมมติและเก็บข้อมูลแยกต่างหาก',
  'welcome.market.demo': 'ตลาดสมมติ (demo)',
  'welcome.market.body.demo':
    'ตลาดที่สร้างขึ้นไว้ลองใช้ทุกอย่าง ไม่มีราคาไหนจริง เปิดโดยไม่ใส่ --demo เพื่อดูตลาดจริง ข้อมูลเก็บแยกกัน',
  'welcome.market.replay': 'ตลาดย้อนหลัง (replay)',
  'welcome.market.body.replay': 'กำลังเล่นราคาที่บันทึกไว้ ไม่ใช่ราคาตอนนี้ เปิดโดยไม่ใส่ --replay เพื่อดูตลาดจริง',
  'welcome.symbols': 'อยากเฝ้าเหรียญไหนบ้าง',
  'welcome.symbols.hint': 'เลือกสักสองสามตัวก่อน เปลี่ยนทีหลังได้เสมอ',
  'welcome.symbols.search': 'ค้นหาเหรียญ',
  'welcome.symbols.count': 'เฝ้าอยู่ {{count}}',
  'welcome.told': 'ให้เตือนทางไหน',
  'welcome.told.desktop': 'การแจ้งเตือนของระบบ',
  'welcome.told.sound': 'เสียง',
  'welcome.told.play': 'ลองเล่น',
  'welcome.told.more': 'Telegram, Discord, ntfy และ webhook ตั้งได้ที่ ตั้งค่า > ช่องทาง',
  'welcome.kept': 'อะไรเก็บไว้ที่ไหน',
  'welcome.kept.data':
    'โพซิชัน แจ้งเตือน และสถิติ เก็บเป็นไฟล์ในเครื่องที่รัน Tickwatch ส่วนหน้าตาและภาษาเก็บในหน้าต่างนี้',
  'welcome.kept.net':
    'ไม่มีอะไรออกจากเครื่องนั้น นอกจากการขอราคาจากตลาด และแจ้งเตือนไปยังช่องทางที่คุณตั้งไว้ ไม่มีบัญชี ไม่เก็บสถิติการใช้งาน',
};
