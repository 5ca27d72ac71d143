import { isIP } from 'node:net';
import { AppError } from '../../../shared/domain/errors';
import { isAllowedAddress } from './address-guard';

/**
 * Checks an address that a trader typed in, as far as that goes without asking for it.
 * @param field Its name in the request, for the error.
 * @throws {AppError} `INVALID`, without the address: it may be a secret.
 */
export function checkTarget(field: string, text: string, allowsPrivate: boolean): URL {
  if (!URL.canParse(text)) throw invalid(field, 'is no web address');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && allowsPrivate)) {
    throw invalid(field, 'must begin with https:// (or http:// with allow_private)');
  }
  if (url.username !== '' || url.password !== '') {
    throw invalid(field, 'must hold no user name or password');
  }
  if (!mayBeAsked(url.hostname.replace(/^\[|\]$/g, ''), allowsPrivate)) {
    throw invalid(field, 'is an address that messages are not sent to; see allow_private');
  }
  return url;
}

/** Other names are judged by their addresses, at each message. */
function mayBeAsked(name: string, allowsPrivate: boolean): boolean {
  if (isIP(name) !== 0) return isAllowedAddress(name, allowsPrivate);
  return allowsPrivate || !/(^|\.)localhost\.?$/.test(name);
}

/** The error for a setting that cannot work. */
export function invalid(field: string, message: string): AppError {
  return new AppError('INVALID', `${field}: ${message}`, {
    info: { details: [{ field, message }] },
  });
}
