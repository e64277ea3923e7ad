// What every response says about itself: what a browser may load, who may frame it, and that nothing is remembered.

/** On every response. */
export const HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    // Telegram's web clients open web apps in a frame.
    'frame-ancestors https://web.telegram.org https://*.telegram.org',
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), clipboard-read=()',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** On pages: kept by a browser only to ask whether they changed. */
export const PAGE_HEADERS = {
  ...HEADERS,
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-cache',
  vary: 'accept-language',
} as const;

/** For files whose name changes with their content. */
export const KEEP = 'public, max-age=31536000, immutable';
