/** Why a token is wanted: a connection begins, the one that was given is about to expire, or it was refused. */
export type TokenReason = 'connect' | 'expiring' | 'refused';

/**
 * Gives the access token of the session, a fresh one unless the reason is `connect`. Nothing when nobody is signed in: the engine is closed
 * then, until it is started again. When it fails, it is asked again after a while.
 */
export type TokenSource = (reason: TokenReason) => Promise<string | undefined>;
