package dev.signalbox.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.signalbox.api.core.Capability;
import dev.signalbox.api.core.Principal;
import dev.signalbox.schemas.error.InvalidFieldException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class TokensTest {
    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");
    private final byte[] secret = filled(64, 7);
    private Instant now = NOW;
    private final Tokens tokens = new Tokens(secret, () -> now);

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("signalbox")
                .audience("signalbox-api")
                .subject("ann")
                .jwtID("k-1")
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(600)))
                .claim("ns", "default")
                .claim("scope", "view");
    }

    private String signed(JWSHeader header, JWTClaimsSet claims, byte[] key) throws Exception {
        var jwt = new SignedJWT(header, claims);
        jwt.sign(new MACSigner(key));
        return jwt.serialize();
    }

    private String signed(Consumer<JWTClaimsSet.Builder> change) throws Exception {
        var claims = claims();
        change.accept(claims);
        return signed(header(JWSAlgorithm.HS256).build(), claims.build(), secret);
    }

    private static JWSHeader.Builder header(JWSAlgorithm algorithm) {
        return new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT);
    }

    @Test
    void a_minted_token_says_who_it_is_for() {
        var minted = tokens.mint("ann", "blue", Set.of(Capability.VIEW, Capability.STOP), Duration.ofMinutes(5));

        var principal = tokens.verify(minted.token()).orElseThrow();

        assertThat(principal).isEqualTo(minted.principal());
        assertThat(principal.namespace()).isEqualTo("blue");
        assertThat(principal.capabilities()).containsExactlyInAnyOrder(Capability.VIEW, Capability.STOP);
        assertThat(principal.expiresAt()).isEqualTo(NOW.plusSeconds(300));
    }

    @Test
    void a_join_token_joins_and_does_nothing_else() {
        var by = new Principal("ann", "blue", Principal.PERSON, "k-1", null);

        var joining =
                tokens.verify(tokens.joinToken(by, Duration.ofHours(1)).token()).orElseThrow();

        assertThat(joining.namespace()).isEqualTo("blue");
        assertThat(joining.capabilities()).containsExactly(Capability.JOIN);
    }

    @Test
    void unsigned_tokens_are_refused_however_none_is_spelled() {
        String token = tokens.mint("ann", "blue", Set.of(Capability.VIEW), Duration.ofHours(1))
                .token();
        String payload = token.split("\\.")[1];
        for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
            String header = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(("{\"alg\":\"" + none + "\",\"typ\":\"JWT\"}").getBytes(StandardCharsets.UTF_8));
            assertThat(tokens.verify(header + "." + payload + ".")).isEmpty();
            assertThat(tokens.verify(header + "." + payload + "." + token.split("\\.")[2]))
                    .isEmpty();
        }
    }

    @Test
    void another_algorithm_or_another_key_is_refused() throws Exception {
        var claims = claims().build();
        assertThat(tokens.verify(signed(header(JWSAlgorithm.HS256).build(), claims, secret)))
                .isPresent();
        assertThat(tokens.verify(signed(header(JWSAlgorithm.HS384).build(), claims, secret)))
                .isEmpty();
        assertThat(tokens.verify(signed(header(JWSAlgorithm.HS512).build(), claims, secret)))
                .isEmpty();
        assertThat(tokens.verify(signed(header(JWSAlgorithm.HS256).build(), claims, filled(64, 8))))
                .isEmpty();
        assertThat(tokens.verify(signed(new JWSHeader.Builder(JWSAlgorithm.HS256).build(), claims, secret)))
                .isEmpty();
    }

    @Test
    void what_the_header_says_about_keys_is_not_looked_at() throws Exception {
        var header = header(JWSAlgorithm.HS256)
                .keyID("../../../etc/passwd")
                .jwkURL(URI.create("http://127.0.0.1:1/keys"))
                .x509CertURL(URI.create("http://127.0.0.1:1/cert"))
                .build();
        assertThat(tokens.verify(signed(header, claims().build(), secret))).isPresent();
        assertThat(tokens.verify(signed(header, claims().build(), filled(64, 8))))
                .isEmpty();
    }

    @Test
    void every_claim_that_counts_must_be_right() throws Exception {
        List<Consumer<JWTClaimsSet.Builder>> wrong = List.of(
                c -> c.issuer("other"),
                c -> c.issuer(null),
                c -> c.audience("other"),
                c -> c.audience(List.of("signalbox-api", "other")),
                c -> c.audience((String) null),
                c -> c.subject(null),
                c -> c.expirationTime(null),
                c -> c.issueTime(null),
                c -> c.issueTime(Date.from(NOW.plusSeconds(3_600))),
                c -> c.notBeforeTime(Date.from(NOW.plusSeconds(3_600))),
                c -> c.expirationTime(Date.from(NOW.minusSeconds(61))),
                c -> c.claim("ns", null),
                c -> c.claim("ns", "a/b"),
                c -> c.claim("ns", 7),
                c -> c.claim("scope", null));
        for (int i = 0; i < wrong.size(); i++) {
            assertThat(tokens.verify(signed(wrong.get(i)))).as("case " + i).isEmpty();
        }
    }

    @Test
    void a_clock_may_be_off_by_a_minute_and_no_more() {
        String token = tokens.mint("ann", "blue", Set.of(Capability.VIEW), Duration.ofSeconds(10))
                .token();

        now = NOW.plusSeconds(69);
        assertThat(tokens.verify(token)).isPresent();
        now = NOW.plusSeconds(71);
        assertThat(tokens.verify(token)).isEmpty();
        now = NOW.minusSeconds(61);
        assertThat(tokens.verify(token)).isEmpty();
    }

    @Test
    void what_is_no_token_is_refused_and_unknown_scopes_allow_nothing() throws Exception {
        for (String text : List.of("", ".", "..", "a.b.c", "x".repeat(100_000), "\0", "💥")) {
            assertThat(tokens.verify(text)).isEmpty();
        }
        assertThat(tokens.verify(signed(c -> c.claim("scope", "root view everything")))
                        .orElseThrow()
                        .capabilities())
                .containsExactly(Capability.VIEW);
    }

    @Test
    void a_weak_secret_and_an_endless_token_are_refused() {
        assertThatThrownBy(() -> new Tokens(new byte[31], () -> NOW)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tokens.mint("ann", "blue", Set.of(), Duration.ofDays(100_000)))
                .isInstanceOf(InvalidFieldException.class);
    }
}
