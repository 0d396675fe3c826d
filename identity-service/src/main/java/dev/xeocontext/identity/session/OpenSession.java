package dev.xeocontext.identity.session;

import dev.xeocontext.identity.account.Account;

/** A session together with whose it is and the refresh token that its device is to hold from now on. */
record OpenSession(Account account, Session session, RefreshSecret refreshToken) {}
