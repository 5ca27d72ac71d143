/** A file that is to be handed to the trader. */
export interface SavedFile {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** Hands a file to the browser, which asks where it goes or puts it among the downloads. */
export function saveFile({ name, type, text }: SavedFile): void {
  saveBlob(name, new Blob([text], { type: `${type};charset=utf-8` }));
}

/** The same with content that is no text. */
export function saveBlob(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken hold of the content when the click returns.
  URL.revokeObjectURL(url);
}

/** Without its ending: what it is and the local date. */
export function fileStem(name: string, at = new Date()): string {
  const parts = [at.getFullYear(), at.getMonth() + 1, at.getDate()];
  return `tickwatch-${name}-${parts.map((part) => String(part).padStart(2, '0')).join('-')}`;
}
