/**
 * The two pieces of inline style that libraries put into the page: the chart's logo (a <style>) and
 * a `display: contents` attribute. To be renewed when a library's update changes them.
 */
const INLINE_STYLES = [
  "'sha256-3pRED1tOXas1FXFoPb9TGCjmYe9XQsmO9OV23khV2nY='",
  "'sha256-iaOezIDcQIoxCULa6FBKKuLUu09R7kG+Mlu+JVfU3Rw='",
].join(' ');

/** What the page may load: its own files and its own origin's data, nothing else, on either transport. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'unsafe-hashes' ${INLINE_STYLES}`,
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
