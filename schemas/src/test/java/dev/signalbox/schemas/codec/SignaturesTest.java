package dev.signalbox.schemas.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturesTest {
    private static final byte[] MESSAGE = "a batch".getBytes(StandardCharsets.UTF_8);
    private static final KeyPair KEYS = Signatures.generate();

    @Test
    void what_a_key_signed_is_verified_by_it_alone() {
        byte[] signature = Signatures.sign(KEYS.getPrivate(), MESSAGE);

        assertThat(Signatures.verify(Signatures.encode(KEYS.getPublic()), MESSAGE, signature))
                .isTrue();
        assertThat(Signatures.verify(Signatures.encode(Signatures.generate().getPublic()), MESSAGE, signature))
                .isFalse();
    }

    @Test
    void one_changed_bit_spoils_the_signature() {
        byte[] signature = Signatures.sign(KEYS.getPrivate(), MESSAGE);
        byte[] otherMessage = MESSAGE.clone();
        otherMessage[3] ^= 1;
        byte[] otherSignature = signature.clone();
        otherSignature[3] ^= 1;
        String key = Signatures.encode(KEYS.getPublic());

        assertThat(Signatures.verify(key, otherMessage, signature)).isFalse();
        assertThat(Signatures.verify(key, MESSAGE, otherSignature)).isFalse();
        assertThat(Signatures.verify(key, MESSAGE, new byte[0])).isFalse();
    }

    @Test
    void a_private_key_that_was_written_down_signs_as_before() {
        var key = Signatures.privateKey(Signatures.encode(KEYS.getPrivate()));

        assertThat(Signatures.verify(Signatures.encode(KEYS.getPublic()), MESSAGE, Signatures.sign(key, MESSAGE)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not base64!", "AAAA", "MCowBQYDK2VwAyEA"})
    void what_is_no_private_key_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Signatures.privateKey(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not base64!", "AAAA", "MCowBQYDK2VwAyEA"})
    void a_key_that_is_none_verifies_nothing(String key) {
        assertThat(Signatures.verify(key, MESSAGE, Signatures.sign(KEYS.getPrivate(), MESSAGE)))
                .isFalse();
    }
}
