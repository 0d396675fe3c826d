/** Why the server closed a socket. */
export const Close = {
  BAD_MESSAGE: 4400,
  NOT_SIGNED_IN: 4401,
  NOT_ALLOWED: 4403,
  TOO_SLOW: 4408,
  REPLACED: 4409,
  FRAME_TOO_LARGE: 4413,
  PROTOCOL_TOO_OLD: 4426,
  ABUSE: 4429,
  DRAINING: 4503,
} as const;
