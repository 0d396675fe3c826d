/** The messages of `xeo.sync.v1`. */
export * from './client-messages.js';
export * from './server-messages.js';
