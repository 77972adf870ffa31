package dev.signalbox.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.signalbox.api.core.RefusedException;
import dev.signalbox.schemas.error.ErrorCode;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class JwtVerifierTest {
    private static RSAKey key;
    private final Instant now = Instant.parse("2026-11-20T09:00:00Z");
    private final JwtVerifier rs256 = new JwtVerifier(
            new JwtVerifier.Method.Rs256(new FetchedKeys(() -> Jwts.jwks(key), () -> now)),
            "https://issuer.test/",
            "orchestra",
            "https://signalbox.test/ns",
            () -> now);
    private final JwtVerifier hs256 =
            new JwtVerifier(new JwtVerifier.Method.Hs256(Jwts.SECRET), null, null, null, () -> now);

    @BeforeAll
    static void makeKey() throws Exception {
        key = Jwts.key("one");
    }

    private JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(Jwts.claims(now)).build();
    }

    private boolean valid(UnaryOperator<JWTClaimsSet.Builder> change) throws Exception {
        return rs256.verify(Jwts.rs256(key, "one", claims(change))).isPresent();
    }

    @Test
    void a_good_token_says_who_until_when_and_what() throws Exception {
        var claims = claims(c -> c.jwtID("j1")
                .claim("scope", "openid agents:read")
                .claim("permissions", List.of("delegate"))
                .claim("https://signalbox.test/ns", "blue"));

        var verified = rs256.verify(Jwts.rs256(key, "one", claims)).orElseThrow();

        assertThat(verified.subject()).isEqualTo("ann");
        assertThat(verified.id()).isEqualTo("j1");
        assertThat(verified.expiresAt()).isEqualTo(now.plusSeconds(600));
        assertThat(verified.scopes()).containsExactly("openid", "agents:read", "delegate");
        assertThat(verified.namespace()).isEqualTo("blue");
    }

    @Test
    void a_token_without_claims_about_scopes_says_so() throws Exception {
        var verified = hs256.verify(Jwts.hs256(Jwts.SECRET, claims(c -> c))).orElseThrow();

        assertThat(verified.scopes()).isNull();
        assertThat(verified.namespace()).isNull();
    }

    @Test
    void time_is_taken_with_thirty_seconds_of_leeway() throws Exception {
        assertThat(valid(c -> c.expirationTime(Date.from(now.minusSeconds(29)))))
                .isTrue();
        assertThat(valid(c -> c.expirationTime(Date.from(now.minusSeconds(30)))))
                .isFalse();
        assertThat(valid(c -> c.notBeforeTime(Date.from(now.plusSeconds(30))))).isTrue();
        assertThat(valid(c -> c.notBeforeTime(Date.from(now.plusSeconds(31))))).isFalse();
        assertThat(valid(c -> c.issueTime(Date.from(now.plusSeconds(31))))).isFalse();
        assertThat(valid(c -> c.expirationTime(null))).isFalse();
    }

    @Test
    void issuer_audience_and_subject_must_be_the_ones_that_are_meant() throws Exception {
        assertThat(valid(c -> c.issuer("https://other.test/"))).isFalse();
        assertThat(valid(c -> c.issuer(null))).isFalse();
        assertThat(valid(c -> c.audience("other"))).isFalse();
        assertThat(valid(c -> c.audience(List.of("other", "orchestra")))).isTrue();
        assertThat(valid(c -> c.subject(null))).isFalse();
        assertThat(valid(c -> c.claim("permissions", "not a list"))).isFalse();
    }

    @Test
    void neither_no_algorithm_nor_another_one_than_the_configured_is_taken() throws Exception {
        String plain = new PlainJWT(claims(c -> c)).serialize();
        String publicKeyAsSecret = Jwts.hs256(Jwts.jwks(key), claims(c -> c));

        assertThat(rs256.verify(plain)).isEmpty();
        assertThat(hs256.verify(plain)).isEmpty();
        assertThat(rs256.verify(publicKeyAsSecret)).isEmpty();
        assertThat(rs256.verify(Jwts.hs256(Jwts.SECRET, claims(c -> c)))).isEmpty();
        assertThat(hs256.verify(Jwts.rs256(key, "one", claims(c -> c)))).isEmpty();
    }

    @Test
    void a_token_of_another_key_or_a_changed_one_is_none() throws Exception {
        String good = Jwts.rs256(key, "one", claims(c -> c));
        String changed = good.substring(0, good.lastIndexOf('.') - 2) + "AA" + good.substring(good.lastIndexOf('.'));

        assertThat(rs256.verify(Jwts.rs256(Jwts.key("one"), "one", claims(c -> c))))
                .isEmpty();
        assertThat(rs256.verify(Jwts.rs256(key, "two", claims(c -> c)))).isEmpty();
        assertThat(rs256.verify(changed)).isEmpty();
        assertThat(rs256.verify("your_jwt_token_here")).isEmpty();
        assertThat(rs256.verify("x".repeat(20_000))).isEmpty();
        assertThat(hs256.verify(Jwts.hs256("another secret of tests, long enough for it", claims(c -> c))))
                .isEmpty();
    }

    @Test
    void without_keys_it_is_not_known_whether_a_token_is_good() throws Exception {
        var away = new JwtVerifier(
                new JwtVerifier.Method.Rs256(new FetchedKeys(
                        () -> {
                            throw new IOException("no route");
                        },
                        () -> now)),
                null,
                null,
                null,
                () -> now);
        String token = Jwts.rs256(key, "one", claims(c -> c));

        assertThatThrownBy(() -> away.verify(token))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    @Test
    void a_short_secret_is_refused_and_none_is_ever_shown() {
        assertThatThrownBy(() -> new JwtVerifier.Method.Hs256("short")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new JwtVerifier.Method.Hs256(Jwts.SECRET).toString()).doesNotContain(Jwts.SECRET);
    }
}
