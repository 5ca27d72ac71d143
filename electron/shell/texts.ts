import type { DesktopLanguage } from '../../shared/domain/desktop-choices';

/** What tray and dialogs say in English. `{{name}}` stands for a value. */
const en = {
  'state.connecting': 'Connecting',
  'state.live': 'Live',
  'state.stale': 'Prices are old',
  'state.offline': 'Offline',
  'tip.pnl': 'Open PnL {{amount}} {{currency}}',
  'tip.unread': 'Unread alerts: {{count}}',
  'tip.critical': 'Unread critical alerts: {{count}}',
  'tip.muted': 'Alerts are muted',
  'menu.open': 'Open Tickwatch',
  'menu.ticker': 'Small price window',
  'menu.alerts': 'Recent alerts',
  'menu.alerts.none': 'No alerts yet',
  'menu.alerts.all': 'Show all',
  'menu.read': 'Mark all as read',
  'menu.mute.quarter': 'Mute for 15 minutes',
  'menu.mute.hour': 'Mute for an hour',
  'menu.mute.morning': 'Mute until tomorrow morning',
  'menu.mute.always': 'Mute until I turn it on',
  'menu.unmute': 'Turn alerts on',
  'menu.quit': 'Quit',
  'market.demo': 'Demo market',
  'market.replay': 'Recording',
  'close.message': 'Tickwatch can go on watching without a window.',
  'close.detail':
    'Your alerts then keep working, and the tray shows their state. Without a tray, start Tickwatch again to see the window. The choice can be changed under Settings, Desktop.',
  'close.stay': 'Go on watching',
  'close.quit': 'Quit',
  'close.cancel': 'Cancel',
  'gpu.message': 'The graphics of this machine keep failing.',
  'gpu.detail':
    'Tickwatch can start again and draw without them. Watching goes on in the meantime.',
  'gpu.again': 'Start again',
  'gpu.later': 'Not now',
  'end.title': 'Tickwatch has to end',
};

export type ShellText = keyof typeof en;

const th: Readonly<Record<ShellText, string>> = {
  'state.connecting': 'กำลังเชื่อมต่อ',
  'state.live': 'สด',
  'state.stale': 'ราคาเก่า',
  'state.offline': 'ออฟไลน์',
  'tip.pnl': 'กำไร/ขาดทุนที่เปิดอยู่ {{amount}} {{currency}}',
  'tip.unread': 'การเตือนที่ยังไม่อ่าน: {{count}}',
  'tip.critical': 'การเตือนวิกฤตที่ยังไม่อ่าน: {{count}}',
  'tip.muted': 'ปิดเสียงการเตือนอยู่',
  'menu.open': 'เปิด Tickwatch',
  'menu.ticker': 'หน้าต่างราคาเล็ก',
  'menu.alerts': 'การเตือนล่าสุด',
  'menu.alerts.none': 'ยังไม่มีการเตือน',
  'menu.alerts.all': 'ดูทั้งหมด',
  'menu.read': 'ทำเครื่องหมายว่าอ่านแล้วทั้งหมด',
  'menu.mute.quarter': 'ปิดการเตือน 15 นาที',
  'menu.mute.hour': 'ปิดการเตือน 1 ชั่วโมง',
  'menu.mute.morning': 'ปิดการเตือนถึงพรุ่งนี้เช้า',
  'menu.mute.always': 'ปิดการเตือนจนกว่าจะเปิดเอง',
  'menu.unmute': 'เปิดการเตือน',
  'menu.quit': 'ออก',
  'market.demo': 'ตลาดจำลอง',
  'market.replay': 'เล่นย้อนหลัง',
  'close.message': 'Tickwatch เฝ้าดูต่อได้โดยไม่มีหน้าต่าง',
  'close.detail':
    'การเตือนจะทำงานต่อ และถาดระบบแสดงสถานะ ถ้าไม่มีถาดระบบ ให้เปิด Tickwatch อีกครั้งเพื่อดูหน้าต่าง เปลี่ยนได้ที่ การตั้งค่า เดสก์ท็อป',
  'close.stay': 'เฝ้าดูต่อ',
  'close.quit': 'ออก',
  'close.cancel': 'ยกเลิก',
  'gpu.message': 'ระบบกราฟิกของเครื่องนี้ล้มเหลวซ้ำ ๆ',
  'gpu.detail': 'Tickwatch เริ่มใหม่และวาดโดยไม่ใช้กราฟิกได้ ระหว่างนี้ยังเฝ้าดูต่อไป',
  'gpu.again': 'เริ่มใหม่',
  'gpu.later': 'ยังไม่ใช่ตอนนี้',
  'end.title': 'Tickwatch ต้องหยุดทำงาน',
};

const TEXTS: Readonly<Record<DesktopLanguage, Readonly<Record<ShellText, string>>>> = { en, th };

/** A text in one language, its placeholders filled. */
export function textOf(
  language: DesktopLanguage,
  key: ShellText,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return TEXTS[language][key].replace(/\{\{(\w+)\}\}/g, (_whole, name: string) =>
    String(values[name] ?? ''),
  );
}

/** The language chosen, or the system's as far as it is spoken. @param system As `th-TH`. */
export const languageOf = (chosen: DesktopLanguage | null, system: string): DesktopLanguage =>
  chosen ?? (system.toLowerCase().startsWith('th') ? 'th' : 'en');
