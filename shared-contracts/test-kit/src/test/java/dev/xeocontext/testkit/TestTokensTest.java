package dev.xeocontext.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TestTokensTest {

    private static final UUID USER = UUID.fromString("01936f00-0000-7000-8000-000000000001");
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void verifyAgainstTheServedKeySet() throws Exception {
        assertThat(verifies(TestTokens.forUser(USER).token())).isTrue();
    }

    @Test
    void doNotVerifyWhenForged() throws Exception {
        assertThat(verifies(TestTokens.forUser(USER).forged().token())).isFalse();
    }

    @Test
    void carryWhatServicesRead() throws Exception {
        var token = TestTokens.forUser(USER).expiringIn(Duration.ofSeconds(-5));

        var claims = part(token.token(), 1);

        assertThat(claims.get("sub").asText()).isEqualTo(USER.toString());
        assertThat(claims.get("did").asText()).isEqualTo(token.device().toString());
        assertThat(claims.get("sid").asText()).isEqualTo(token.session().toString());
        assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isEqualTo(600);
    }

    private static boolean verifies(String token) throws Exception {
        var parts = token.split("\\.", -1);
        var key = keySet().get("keys").get(0);
        assertThat(part(token, 0).get("kid")).isEqualTo(key.get("kid"));
        var parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        var point = new ECPoint(number(key.get("x")), number(key.get("y")));
        var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class))));
        signature.update((parts[0] + '.' + parts[1]).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    }

    private static JsonNode keySet() throws Exception {
        var url = new TestIdentity().start().get("XEO_IDENTITY_URL") + "/.well-known/jwks.json";
        var answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(answer.body());
    }

    private static JsonNode part(String token, int index) throws Exception {
        return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]));
    }

    private static BigInteger number(JsonNode coordinate) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(coordinate.asText()));
    }
}
