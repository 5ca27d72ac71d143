import { hash } from 'node:crypto';

/** SHA-256 of a text, in hex. At once: a hash object costs more than the hash of a short text. */
export const sha256 = (text: string): string => hash('sha256', text);
