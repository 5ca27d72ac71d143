import type { enData } from './en-data';

/** Thai texts of the dialog for the trader's own data. */
export const thData: Readonly<Record<keyof typeof enData, string>> = {
  'data.title': 'ข้อมูลของคุณ',
  'data.open': 'นำเข้า ส่งออก และสำรองข้อมูล',
  'data.section.import': 'นำเข้า',
  'data.section.export': 'ส่งออก',
  'data.section.backups': 'สำรองข้อมูล',

  'export.body': 'ทุกอย่างอยู่บนเครื่องนี้ ไฟล์จะไปเฉพาะที่ที่คุณบันทึก',
  'export.fills': 'รายการซื้อขาย',
  'export.fills.body':
    'ทุกการซื้อขายพร้อมค่าธรรมเนียม เป็น CSV เปิดในสเปรดชีตหรือโปรแกรมภาษีได้ และนำกลับเข้ามาที่นี่ได้',
  'export.journal': 'โพซิชันที่ปิดแล้ว',
  'export.journal.body': 'หนึ่งบรรทัดต่อโพซิชัน พร้อมผล ค่าธรรมเนียม funding และแท็ก เป็น CSV',
  'export.positions': 'ทุกโพซิชัน',
  'export.positions.body': 'ทั้งที่เปิดและปิดแล้ว พร้อมทุกรายการที่เกิดขึ้น เป็น JSON',
  'export.take': 'บันทึก{{name}}',
  'export.format.csv': 'CSV',
  'export.format.json': 'JSON',
  'export.done': 'บันทึกไว้ในโฟลเดอร์ดาวน์โหลดแล้ว',
  'export.failed': 'สร้างไฟล์ไม่สำเร็จ {{reason}}',
};
