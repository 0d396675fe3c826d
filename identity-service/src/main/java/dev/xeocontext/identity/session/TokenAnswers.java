package dev.xeocontext.identity.session;

import dev.xeocontext.identity.account.UserView;
import dev.xeocontext.identity.token.AccessToken;
import dev.xeocontext.identity.token.AccessTokenIssuer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Puts a fresh access token beside what a session already has. */
@ApplicationScoped
class TokenAnswers {

    private final AccessTokenIssuer issuer;

    TokenAnswers(AccessTokenIssuer issuer) {
        this.issuer = issuer;
    }

    Uni<TokenAnswer> of(OpenSession open) {
        Session session = open.session();
        return issuer.issue(session.userId(), session.id(), session.deviceId()).map(token -> answer(open, token));
    }

    private static TokenAnswer answer(OpenSession open, AccessToken token) {
        return new TokenAnswer(
                token.value(),
                open.refreshToken().text(),
                "Bearer",
                token.liveFor().toSeconds(),
                UserView.of(open.account()),
                open.session().id(),
                open.session().deviceId());
    }
}
