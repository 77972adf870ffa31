package dev.signalbox.api.dialect.neolith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JwtTest {
    private static final Instant NOW = Instant.parse("2026-11-20T09:15:00Z");
    private static final long LATER = NOW.plusSeconds(60).getEpochSecond();

    private final Jwt jwt = new Jwt("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));

    private String reason(String token) {
        return jwt.read(token, NOW) instanceof Jwt.Read.Invalid(var reason) ? reason : "";
    }

    private static String part(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void reads_what_it_signed() {
        assertThat(jwt.read(jwt.sign(Map.of("sub", "ada", "exp", LATER)), NOW))
                .isInstanceOfSatisfying(
                        Jwt.Read.Valid.class,
                        valid -> assertThat(valid.claims().path("sub").asText()).isEqualTo("ada"));
    }

    @Test
    void says_in_the_originals_words_what_is_wrong() {
        String good = jwt.sign(Map.of("exp", LATER));
        String[] parts = good.split("\\.", -1);
        assertThat(reason("nonsense")).isEqualTo("jwt_malformed");
        assertThat(reason("!." + parts[1] + "." + parts[2])).isEqualTo("jwt_header_invalid");
        assertThat(reason(part("{\"alg\":\"none\"}") + "." + parts[1] + ".")).isEqualTo("jwt_algorithm_unsupported");
        assertThat(reason(parts[0] + "." + part("{\"exp\":" + LATER + ",\"a\":1}") + "." + parts[2]))
                .isEqualTo("jwt_signature_invalid");
        assertThat(reason(jwt.sign(Map.of("sub", "x")))).isEqualTo("jwt_payload_schema_invalid");
        long exp = NOW.getEpochSecond() + 60;
        assertThat(reason(jwt.sign(Map.of("exp", exp, "nbf", exp - 1)))).isEqualTo("jwt_not_yet_valid");
        assertThat(reason(jwt.sign(Map.of("exp", NOW.getEpochSecond())))).isEqualTo("jwt_expired");
    }

    @Test
    void takes_no_short_secret() {
        assertThatThrownBy(() -> new Jwt(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }
}
