/** The root of the REST interface. */
export const API_ROOT = '/api/v1';

/**
 * Requests whose body or answer may be longer than a message on a socket can be, 64 KiB: a page in a
 * browser makes them over HTTP. Apart from the requests, so that the page need not load these.
 */
export const LARGE_REQUESTS = {
  preview_fills_import: { method: 'POST', path: '/imports/fills/preview' },
  import_fills: { method: 'POST', path: '/imports/fills' },
  check_alert_rules: { method: 'POST', path: '/alert-rules/check' },
  create_alert_rules: { method: 'POST', path: '/alert-rules/import' },
  export_state: { method: 'GET', path: '/export' },
  import_state: { method: 'POST', path: '/import' },
} as const;
